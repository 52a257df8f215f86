/**
 * {@code postern dns}: what DNS on the server answers, where it listens, and the engine by itself.
 */
@NullMarked
package io.postern.cli.dns;

import org.jspecify.annotations.NullMarked;
