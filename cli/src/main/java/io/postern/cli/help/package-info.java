/** {@code postern help}. */
@NullMarked
package io.postern.cli.help;

import org.jspecify.annotations.NullMarked;
