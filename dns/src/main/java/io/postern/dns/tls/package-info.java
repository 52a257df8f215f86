/**
 * TLS of a server: certificates from files, taken in anew when they change, and what a handshake
 * tells of the client. Knows no protocol above TLS and uses nothing but the JDK. Imports {@code
 * view}, for the network that a connection names.
 */
@NullMarked
package io.postern.dns.tls;

import org.jspecify.annotations.NullMarked;
