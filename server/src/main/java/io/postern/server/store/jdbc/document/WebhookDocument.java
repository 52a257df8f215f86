package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.webhook.model.ReceiverUrl;
import io.postern.server.webhook.model.Selection;
import io.postern.server.webhook.model.Signing;
import io.postern.server.webhook.model.Webhook;
import io.postern.server.webhook.model.Webhook.Replay;
import java.util.Set;

final class WebhookDocument implements Document<Webhook> {
  @Override
  public Kind<Webhook> kind() {
    return Webhook.KIND;
  }

  @Override
  public void write(Webhook webhook, JsonOut body) {
    body.text("url", webhook.url())
        .object("selection", webhook.selection(), WebhookDocument::write)
        .text("reader", webhook.reader().principal())
        .object("rights", webhook.reader().actions(), WebhookDocument::write)
        .flag("enabled", webhook.enabled())
        .object("signing", webhook.signing(), WebhookDocument::write)
        .object("replay", webhook.replay(), WebhookDocument::write)
        .map("tags", webhook.tags());
  }

  private static void write(Selection selection, JsonOut body) {
    body.texts("kinds", selection.kinds())
        .text("scope", selection.scope())
        .text("namePrefix", selection.namePrefix())
        .flag("withPrevious", selection.withPrevious())
        .flag("allTenants", selection.allTenants());
  }

  private static void write(Actions actions, JsonOut body) {
    body.texts("actions", actions.patterns())
        .texts("notActions", actions.but())
        .objects("within", actions.within().stream().toList(), WebhookDocument::write);
  }

  private static Actions actions(JsonIn body) {
    var within = body.objects("within", WebhookDocument::actions).stream().findFirst();
    return new Actions(body.texts("actions"), body.texts("notActions"), within);
  }

  private static void write(Signing signing, JsonOut body) {
    body.number("generation", signing.generation())
        .text("keyId", signing.keyId())
        .time("previousUntil", signing.previousUntil());
  }

  private static void write(Replay replay, JsonOut body) {
    body.number("count", replay.count()).number("after", replay.after().number());
  }

  @Override
  public Webhook read(ResourceName name, Meta meta, JsonIn body) {
    return new Webhook(
        name,
        meta,
        body.as("url", ReceiverUrl::new),
        body.object("selection", WebhookDocument::selection),
        new Webhook.Reader(body.text("reader"), body.object("rights", WebhookDocument::actions)),
        body.flag("enabled"),
        body.object("signing", WebhookDocument::signing),
        body.object("replay", WebhookDocument::replay),
        body.map("tags"));
  }

  private static Selection selection(JsonIn body) {
    return new Selection(
        Set.copyOf(body.texts("kinds")),
        body.text("scope"),
        body.text("namePrefix"),
        body.flag("withPrevious"),
        body.flag("allTenants"));
  }

  private static Signing signing(JsonIn body) {
    return new Signing(body.number("generation"), body.text("keyId"), body.time("previousUntil"));
  }

  private static Replay replay(JsonIn body) {
    return new Replay(body.number("count"), new Revision(body.number("after")));
  }
}
