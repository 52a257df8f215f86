/**
 * The Java client of Postern. Start at {@link io.postern.client.PosternClient}: it opens the
 * channel and gives out one small typed client for each kind of resource, and the watches.
 *
 * <p>What callers touch besides it: {@code resource} (the typed clients), {@code watch} (following
 * changes), {@code call} (options and results of calls), {@code error} (the exceptions). {@code
 * internal} is not for use outside and may change at any time. Packages import only downwards:
 * {@code client} → {@code resource}, {@code watch} → {@code internal} → {@code call} → {@code
 * error}.
 */
@NullMarked
package io.postern.client;

import org.jspecify.annotations.NullMarked;
