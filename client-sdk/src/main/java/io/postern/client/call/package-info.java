/**
 * What goes into a call besides the resource, and what comes out besides it: options, retries,
 * pages, revision tokens.
 */
@NullMarked
package io.postern.client.call;

import org.jspecify.annotations.NullMarked;
