/**
 * What every command of the command line stands on: the terminal, the options that all commands
 * have, exit codes and the way to fail. Imported by all packages of the command line; imports only
 * the client library.
 */
@NullMarked
package io.postern.cli.session;

import org.jspecify.annotations.NullMarked;
