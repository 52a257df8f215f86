/** Subscriptions: who owns what, which resource providers are registered, which limits hold. */
@NullMarked
package io.postern.server.subscription;

import org.jspecify.annotations.NullMarked;
