/**
 * Domain names in wire form. Everything in the engine may import this package; it imports nothing
 * but the JDK.
 */
@NullMarked
package io.postern.dns.name;

import org.jspecify.annotations.NullMarked;
