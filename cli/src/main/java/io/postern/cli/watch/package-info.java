/** {@code postern watch}: changes as they happen. */
@NullMarked
package io.postern.cli.watch;

import org.jspecify.annotations.NullMarked;
