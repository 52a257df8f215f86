/**
 * Test support of the DNS engine: a client over real sockets, command-line clients, and DNS servers
 * of others started for a test. Shared with the tests of the control plane.
 */
@NullMarked
package io.postern.dns.testing;

import org.jspecify.annotations.NullMarked;
