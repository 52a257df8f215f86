/** Placeholder. */
@NullMarked
package io.postern.client;

import org.jspecify.annotations.NullMarked;
