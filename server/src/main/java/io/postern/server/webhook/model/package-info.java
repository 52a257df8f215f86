/** Webhooks as values: what they deliver, where to, and how they are signed. */
@NullMarked
package io.postern.server.webhook.model;

import org.jspecify.annotations.NullMarked;
