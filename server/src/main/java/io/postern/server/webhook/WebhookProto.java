package io.postern.server.webhook;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.store.Delivery;
import io.postern.server.store.ReadTx;
import io.postern.server.webhook.model.ReceiverUrl;
import io.postern.server.webhook.model.Selection;
import io.postern.server.webhook.model.Signing;
import io.postern.server.webhook.model.Webhook;
import io.postern.v1.WebhookDelivery;
import java.util.Set;

/** Between the API's webhooks and the model's. */
final class WebhookProto {
  private static final String FIELD = "webhook.";

  private WebhookProto() {}

  static io.postern.v1.Webhook of(Webhook webhook) {
    var selection = webhook.selection();
    var message =
        io.postern.v1.Webhook.newBuilder()
            .setName(webhook.name().text())
            .setUid(webhook.meta().uid())
            .setEtag(webhook.meta().etag())
            .setCreateTime(timestamp(webhook.meta().createTime()))
            .setUpdateTime(timestamp(webhook.meta().updateTime()))
            .putAllTags(webhook.tags())
            .setUrl(webhook.url().text())
            .addAllKinds(selection.kinds())
            .setScope(selection.scope())
            .setNamePrefix(selection.namePrefix())
            .setIncludePrevious(selection.withPrevious())
            .setAllTenants(selection.allTenants())
            .setEnabled(webhook.enabled())
            .setSecretGeneration(webhook.signing().generation())
            .setReplayCount(webhook.replay().count());
    webhook
        .signing()
        .previousUntil()
        .ifPresent(until -> message.setPreviousSecretExpireTime(timestamp(until)));
    return message.build();
  }

  /** The same with how far it is. */
  static io.postern.v1.Webhook withDelivery(ReadTx tx, Webhook webhook) {
    var message = of(webhook).toBuilder();
    tx.delivery(webhook.meta().uid()).map(WebhookProto::of).ifPresent(message::setDelivery);
    return message.build();
  }

  private static WebhookDelivery of(Delivery delivery) {
    var message =
        WebhookDelivery.newBuilder().setDeliveredRevisionToken(delivery.position().token());
    delivery.deliveredAt().ifPresent(time -> message.setLastDeliveryTime(timestamp(time)));
    delivery
        .failure()
        .ifPresent(failure ->
            message
                .setFailingSince(timestamp(failure.since()))
                .setFailedAttempts(failure.attempts())
                .setLastError(failure.error())
                .setLastStatus(failure.status())
                .setNextAttemptTime(timestamp(failure.nextAttempt())));
    return message.build();
  }

  /** A new webhook from a request. */
  static Webhook model(ResourceName name, io.postern.v1.Webhook message) {
    return model(name, Meta.NEW, message, Signing.NONE, Webhook.Replay.NONE);
  }

  /** A webhook from a request, with what a request does not set of the one it replaces. */
  static Webhook model(Webhook current, io.postern.v1.Webhook message) {
    return model(current.name(), current.meta(), message, current.signing(), current.replay());
  }

  private static Webhook model(
      ResourceName name,
      Meta meta,
      io.postern.v1.Webhook message,
      Signing signing,
      Webhook.Replay replay) {
    return new Webhook(
        name,
        meta,
        new ReceiverUrl(message.getUrl()),
        new Selection(
            Set.copyOf(message.getKindsList()),
            message.getScope(),
            message.getNamePrefix(),
            message.getIncludePrevious(),
            message.getAllTenants()),
        Webhook.Reader.NOBODY,
        !message.hasEnabled() || message.getEnabled(),
        signing,
        replay,
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }
}
