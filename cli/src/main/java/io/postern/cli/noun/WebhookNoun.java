package io.postern.cli.noun;

import io.postern.client.PosternClient;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookDelivery;
import java.util.List;
import java.util.Optional;

/** Webhooks, with how far they are. */
public final class WebhookNoun {
  public static final Noun<Webhook> WEBHOOK =
      new Noun<>(
          "webhook",
          List.of("hook"),
          "webhook",
          "webhooks",
          Webhook.getDefaultInstance(),
          Optional.empty(),
          PosternClient::webhooks,
          List.of(
              Column.of("URL", Webhook::getUrl),
              Column.of("KINDS", w -> w.getKindsCount() == 0 ? "all" : Words.of(w.getKindsList())),
              Column.of("ENABLED", w -> Words.of(w.getEnabled())),
              Column.of("DELIVERED", w -> w.getDelivery().getDeliveredRevisionToken()),
              Column.of("FAILED", w -> Long.toString(w.getDelivery().getFailedAttempts())),
              Column.detail("SCOPE", Webhook::getScope),
              Column.detail("NAME PREFIX", Webhook::getNamePrefix),
              Column.detail("ALL TENANTS", w -> Words.of(w.getAllTenants())),
              Column.detail("FAILURE", w -> failure(w.getDelivery()))));

  private WebhookNoun() {}

  private static String failure(WebhookDelivery delivery) {
    return delivery.hasFailingSince()
        ? "since "
            + Words.of(delivery.getFailingSince())
            + ", next attempt "
            + Words.of(delivery.getNextAttemptTime())
            + ": "
            + delivery.getLastError()
        : "";
  }
}
