/** Watches: the change log as streams of typed resources, with tokens to resume from. */
@NullMarked
package io.postern.server.watch;

import org.jspecify.annotations.NullMarked;
