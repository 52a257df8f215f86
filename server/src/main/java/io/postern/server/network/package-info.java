/**
 * Networks: their use cases and their gRPC services. The values are in {@code network.model}, the
 * addresses of a subnet in {@code store.AddressPool}.
 */
@NullMarked
package io.postern.server.network;

import org.jspecify.annotations.NullMarked;
