/**
 * Postern beside another server with the same zones. {@code docs/dns-differences.md} has every
 * difference that is known, and why it is one.
 */
@NullMarked
package io.postern.dns.differential;

import org.jspecify.annotations.NullMarked;
