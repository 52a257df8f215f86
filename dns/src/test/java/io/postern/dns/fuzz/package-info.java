/**
 * Targets for a coverage-guided fuzzer, and what runs it. {@code src/test/fuzz} has the corpus of
 * each; every build puts it through its target, {@code bench/run fuzz} looks for more.
 */
@NullMarked
package io.postern.dns.fuzz;

import org.jspecify.annotations.NullMarked;
