/**
 * Messages as bytes: queries in, responses out, and the replies of upstream resolvers. With {@code
 * zonefile} the only package that may use dnsjava, for the many record types others send. Imports
 * {@code lookup} and what lies below it.
 */
@NullMarked
package io.postern.dns.codec;

import org.jspecify.annotations.NullMarked;
