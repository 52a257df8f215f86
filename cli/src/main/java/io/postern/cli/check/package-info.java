/** {@code postern check}: what follows from the resources as they are. */
@NullMarked
package io.postern.cli.check;

import org.jspecify.annotations.NullMarked;
