package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;

final class VirtualNetworkLinkDocument implements Document<VirtualNetworkLink> {
  @Override
  public Kind<VirtualNetworkLink> kind() {
    return VirtualNetworkLink.KIND;
  }

  @Override
  public void write(VirtualNetworkLink link, JsonOut body) {
    body.text("virtualNetwork", link.virtualNetwork())
        .flag("registrationEnabled", link.registrationEnabled())
        .text("resolutionPolicy", link.resolutionPolicy())
        .map("tags", link.tags());
  }

  @Override
  public VirtualNetworkLink read(ResourceName name, Meta meta, JsonIn body) {
    return new VirtualNetworkLink(
        name,
        meta,
        body.name("virtualNetwork"),
        body.flag("registrationEnabled"),
        body.constant("resolutionPolicy", ResolutionPolicy.DEFAULT),
        body.map("tags"));
  }
}
