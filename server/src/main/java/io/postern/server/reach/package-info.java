/**
 * Who can reach what, over gRPC: loads the situation from the store, asks DNS as the source would,
 * and leaves the decision to {@code reach.model}.
 */
@NullMarked
package io.postern.server.reach;

import org.jspecify.annotations.NullMarked;
