/**
 * {@code postern server}: settings from a file and from options, start, the line that says where it
 * listens, and a clean stop. With {@code demo} the only package of the command line that knows the
 * server.
 */
@NullMarked
package io.postern.cli.server;

import org.jspecify.annotations.NullMarked;
