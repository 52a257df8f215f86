package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.ProvenDomain;
import io.postern.server.subscription.model.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

final class SubscriptionDocument implements Document<Subscription> {
  @Override
  public Kind<Subscription> kind() {
    return Subscription.KIND;
  }

  @Override
  public void write(Subscription subscription, JsonOut body) {
    var limits = new HashMap<String, String>();
    subscription.limits().forEach((quota, limit) -> limits.put(quota, limit.toString()));
    body.text("tenant", subscription.tenant())
        .text("displayName", subscription.displayName())
        .texts("registeredProviders", subscription.registeredProviders())
        .objects("provenDomains", subscription.provenDomains(), SubscriptionDocument::domain)
        .map("limits", limits)
        .map("tags", subscription.tags());
  }

  private static void domain(ProvenDomain proven, JsonOut body) {
    body.text("domain", proven.domain())
        .time("time", Optional.of(proven.time()))
        .flag("vouched", proven.vouched());
  }

  private static ProvenDomain domain(JsonIn body) {
    return new ProvenDomain(
        body.text("domain"), body.time("time").orElseThrow(), body.flag("vouched"));
  }

  @Override
  public Subscription read(ResourceName name, Meta meta, JsonIn body) {
    var limits = new HashMap<String, Long>();
    body.map("limits").forEach((quota, limit) -> limits.put(quota, Long.valueOf(limit)));
    return new Subscription(
        name,
        meta,
        body.text("tenant"),
        body.text("displayName"),
        new TreeSet<>(body.texts("registeredProviders")),
        body.objects("provenDomains", SubscriptionDocument::domain),
        Map.copyOf(limits),
        body.map("tags"));
  }
}
