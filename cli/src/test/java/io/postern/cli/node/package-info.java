/** A DNS node, {@code postern dns serve --control-plane}, and the servers that it follows. */
@NullMarked
package io.postern.cli.node;

import org.jspecify.annotations.NullMarked;
