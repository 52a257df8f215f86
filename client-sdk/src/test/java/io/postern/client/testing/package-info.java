/** Real gRPC servers on loopback sockets for the tests of the client, made to fail on command. */
@NullMarked
package io.postern.client.testing;

import org.jspecify.annotations.NullMarked;
