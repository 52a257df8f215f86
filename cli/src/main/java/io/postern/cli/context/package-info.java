/** {@code postern context}: settings under names. The file itself is in {@code session}. */
@NullMarked
package io.postern.cli.context;

import org.jspecify.annotations.NullMarked;
