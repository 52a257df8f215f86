/** {@code postern login}, {@code whoami} and {@code token}: who calls, and what proves it. */
@NullMarked
package io.postern.cli.identity;

import org.jspecify.annotations.NullMarked;
