/** Indexes as octets, and what becomes of them when those are cut off or damaged. */
@NullMarked
package io.postern.dns.snapshot;

import org.jspecify.annotations.NullMarked;
