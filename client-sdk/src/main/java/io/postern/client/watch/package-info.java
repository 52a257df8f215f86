/**
 * Following changes: a {@link io.postern.client.watch.Watch} tells its listener each change once
 * and in order, and finds its way back by itself when the stream breaks.
 */
@NullMarked
package io.postern.client.watch;

import org.jspecify.annotations.NullMarked;
