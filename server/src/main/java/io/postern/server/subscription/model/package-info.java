/** Subscriptions as values. */
@NullMarked
package io.postern.server.subscription.model;

import org.jspecify.annotations.NullMarked;
