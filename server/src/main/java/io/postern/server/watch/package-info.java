/**
 * Watches: the change log as streams of typed resources, with tokens to resume from.
 *
 * <p>{@code WatchHub} follows the log for all of them and keeps its newest part; every {@code
 * WatchStream} has a cursor and a virtual thread of its own, takes from the hub what its {@code
 * Feed} lets through, and falls back to the log when its reader is slow. Knows kinds of resources
 * only through {@link io.postern.server.rpc.ResourceMessage}. Nothing but {@code app} imports it.
 */
@NullMarked
package io.postern.server.watch;

import org.jspecify.annotations.NullMarked;
