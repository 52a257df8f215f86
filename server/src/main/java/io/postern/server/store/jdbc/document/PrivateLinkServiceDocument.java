package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;

final class PrivateLinkServiceDocument implements Document<PrivateLinkService> {
  @Override
  public Kind<PrivateLinkService> kind() {
    return PrivateLinkService.KIND;
  }

  @Override
  public void write(PrivateLinkService service, JsonOut body) {
    body.text("region", service.region())
        .objects("frontends", service.frontends(), LinkDocuments::frontend)
        .text("destination", service.destination())
        .objects("addresses", service.addresses(), LinkDocuments::address)
        .texts("visibility", service.visibility())
        .texts("autoApproval", service.autoApproval())
        .flag("restricted", service.restricted())
        .texts("fqdns", service.fqdns())
        .flag("proxyProtocol", service.proxyProtocol())
        .object("connectionPolicy", service.connectionPolicy(), LinkDocuments::policy)
        .text("alias", service.alias())
        .text("networkInterface", service.networkInterface())
        .map("tags", service.tags());
  }

  @Override
  public PrivateLinkService read(ResourceName name, Meta meta, JsonIn body) {
    return new PrivateLinkService(
        name,
        meta,
        body.text("region"),
        body.objects("frontends", LinkDocuments::frontend),
        body.optional("destination").map(IpAddress::of),
        body.objects("addresses", LinkDocuments::address),
        body.texts("visibility"),
        body.texts("autoApproval"),
        body.flag("restricted"),
        body.texts("fqdns"),
        body.flag("proxyProtocol"),
        body.object("connectionPolicy", LinkDocuments::policy),
        body.text("alias"),
        body.optionalName("networkInterface"),
        body.map("tags"));
  }
}
