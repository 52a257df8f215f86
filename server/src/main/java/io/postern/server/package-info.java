/** Placeholder. */
@NullMarked
package io.postern.server;

import org.jspecify.annotations.NullMarked;
