/**
 * Targets for a coverage-guided fuzzer at what callers send a server. {@code src/test/fuzz} has the
 * corpus of each; every build puts it through its target, {@code bench/run fuzz} looks for more.
 */
@NullMarked
package io.postern.server.fuzz;

import org.jspecify.annotations.NullMarked;
