/** A server that is killed while it works, and what is there when it comes back. */
@NullMarked
package io.postern.bench.crash;

import org.jspecify.annotations.NullMarked;
