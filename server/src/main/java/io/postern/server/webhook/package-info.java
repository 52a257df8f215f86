/**
 * Webhooks: the change log, posted to receivers over HTTP.
 *
 * <p>{@code Webhooks} has the use cases. {@code WebhookDispatcher} follows the log at the server
 * that leads and keeps a {@code Courier} for each webhook that is enabled; a courier takes from
 * {@link io.postern.server.watch.FilteredLog} what its webhook may see, packs it into {@code
 * Batch}es, hands them to {@code Receivers} one after another and notes how far it is. What a
 * server must not be made to call stands in {@code PublicAddresses}.
 */
@NullMarked
package io.postern.server.webhook;

import org.jspecify.annotations.NullMarked;
