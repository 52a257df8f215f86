/** {@code postern dns}: what DNS on the server answers, and where it listens. */
@NullMarked
package io.postern.cli.dns;

import org.jspecify.annotations.NullMarked;
