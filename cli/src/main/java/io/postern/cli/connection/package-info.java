/** {@code postern connection}: what the owner of a target decides about a connection. */
@NullMarked
package io.postern.cli.connection;

import org.jspecify.annotations.NullMarked;
