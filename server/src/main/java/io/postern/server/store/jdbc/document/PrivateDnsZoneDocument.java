package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.Soa;

final class PrivateDnsZoneDocument implements Document<PrivateDnsZone> {
  @Override
  public Kind<PrivateDnsZone> kind() {
    return PrivateDnsZone.KIND;
  }

  @Override
  public void write(PrivateDnsZone zone, JsonOut body) {
    body.object("soa", zone.soa(), PrivateDnsZoneDocument::writeSoa)
        .text("claimPolicy", zone.claimPolicy())
        .map("tags", zone.tags());
  }

  private static void writeSoa(Soa soa, JsonOut body) {
    body.text("host", soa.host())
        .text("email", soa.email())
        .number("refreshSeconds", soa.refreshSeconds())
        .number("retrySeconds", soa.retrySeconds())
        .number("expireSeconds", soa.expireSeconds())
        .number("minimumTtlSeconds", soa.minimumTtlSeconds())
        .number("ttlSeconds", soa.ttlSeconds());
  }

  @Override
  public PrivateDnsZone read(ResourceName name, Meta meta, JsonIn body) {
    return new PrivateDnsZone(
        name,
        meta,
        body.object("soa", PrivateDnsZoneDocument::readSoa),
        body.constant("claimPolicy", ClaimPolicy.PER_VNET),
        body.map("tags"));
  }

  private static Soa readSoa(JsonIn body) {
    return new Soa(
        body.as("host", DomainName::new),
        body.as("email", DomainName::new),
        (int) body.number("refreshSeconds"),
        (int) body.number("retrySeconds"),
        (int) body.number("expireSeconds"),
        (int) body.number("minimumTtlSeconds"),
        (int) body.number("ttlSeconds"));
  }
}
