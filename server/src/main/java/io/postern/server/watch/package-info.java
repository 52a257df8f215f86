/**
 * Watches: the change log as streams of typed resources, with tokens to resume from.
 *
 * <p>{@code WatchHub} follows the log for all of them and keeps its newest part; every {@code
 * WatchStream} has a cursor, is served in turns by whoever has something for it, takes from the hub
 * what its {@code Feed} lets through, and falls back to the log when its reader is slow. Watches
 * with equal feeds are one {@code Audience}, for which a message is written once. Knows kinds of
 * resources only through {@link io.postern.server.rpc.ResourceMessage}. What follows the log at its
 * own pace reads it through {@code FilteredLog}.
 */
@NullMarked
package io.postern.server.watch;

import org.jspecify.annotations.NullMarked;
