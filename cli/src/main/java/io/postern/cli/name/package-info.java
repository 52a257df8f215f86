/**
 * Names of resources as people type them and read them: in full, or short and completed. Knows the
 * shapes of names from the API's own annotations. Imports nothing of the command line but {@code
 * session}.
 */
@NullMarked
package io.postern.cli.name;

import org.jspecify.annotations.NullMarked;
