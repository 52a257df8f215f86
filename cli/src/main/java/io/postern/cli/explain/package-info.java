/** {@code postern explain}: why a connection or an answer of DNS is as it is. */
@NullMarked
package io.postern.cli.explain;

import org.jspecify.annotations.NullMarked;
