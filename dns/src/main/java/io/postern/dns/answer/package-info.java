/**
 * The fast path: usual questions answered straight from the index, without making an object. It
 * answers what depends on nothing but the records at a name and leaves all else to the plain path,
 * the look-up and the encoder, whose answers its own are equal to, octet by octet. Imports {@code
 * lookup} and what lies below it.
 */
@NullMarked
package io.postern.dns.answer;

import org.jspecify.annotations.NullMarked;
