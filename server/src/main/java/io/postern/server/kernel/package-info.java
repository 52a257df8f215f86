/**
 * The words every feature speaks: resource names, kinds, revisions, errors, addresses, the caller.
 * Pure values; imports nothing but java and jspecify.
 */
@NullMarked
package io.postern.server.kernel;

import org.jspecify.annotations.NullMarked;
