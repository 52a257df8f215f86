package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.webhook.model.ReceiverUrl;
import io.postern.server.webhook.model.Selection;
import io.postern.server.webhook.model.Signing;
import io.postern.server.webhook.model.Webhook;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookDocumentRoundTripTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whatIsWrittenIsReadBack() {
    var documents = new Documents();
    var webhook =
        new Webhook(
            ResourceName.of("subscriptions/s/resourceGroups/g/providers/Postern/webhooks/w"),
            new Meta("uid", new Revision(3), new Revision(7), TIME, TIME),
            new ReceiverUrl("https://hooks.example/postern?a=b"),
            new Selection(Set.of("subnet", "virtualNetwork"), "subscriptions/s", "sub", true, true),
            new Webhook.Reader(
                "alice@contoso",
                Actions.parse("*/read,!Microsoft.Network/virtualNetworks/read")
                    .and(Actions.parse("Microsoft.Network/*"))),
            true,
            new Signing(2, "0011223344556677", Optional.of(TIME)),
            new Webhook.Replay(4, new Revision(5)),
            Map.of("a", "b"));

    assertEquals(webhook, documents.read(Webhook.KIND, documents.text(webhook)));
    assertEquals(
        webhook.disabled(), documents.read(Webhook.KIND, documents.text(webhook.disabled())));
  }
}
