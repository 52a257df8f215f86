/**
 * How calls are made: deadlines, retries, backoff, and the standard methods of the API. Not for use
 * outside this library; anything here may change in any release.
 */
@NullMarked
package io.postern.client.internal;

import org.jspecify.annotations.NullMarked;
