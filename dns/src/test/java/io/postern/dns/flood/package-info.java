/** A load that means harm, made by a process of its own, and those who ask beside it. */
@NullMarked
package io.postern.dns.flood;

import org.jspecify.annotations.NullMarked;
