/** Attacks on the memory of a server, which is a process of its own for that and has little. */
@NullMarked
package io.postern.bench.attack;

import org.jspecify.annotations.NullMarked;
