/**
 * An index as octets: whole, or as what differs from the one before it, for a file that a server
 * starts from and for nodes that follow one. Imports {@code lookup} and what lies below it.
 */
@NullMarked
package io.postern.dns.snapshot;

import org.jspecify.annotations.NullMarked;
