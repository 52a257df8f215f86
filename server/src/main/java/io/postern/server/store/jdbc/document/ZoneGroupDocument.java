package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.server.zone.model.ZoneGroup.ZoneConfig;

final class ZoneGroupDocument implements Document<ZoneGroup> {
  @Override
  public Kind<ZoneGroup> kind() {
    return ZoneGroup.KIND;
  }

  @Override
  public void write(ZoneGroup group, JsonOut body) {
    body.objects("configs", group.configs(), ZoneGroupDocument::writeConfig)
        .texts("claimed", group.claimed());
  }

  private static void writeConfig(ZoneConfig config, JsonOut body) {
    body.text("name", config.name()).text("zone", config.zone());
  }

  @Override
  public ZoneGroup read(ResourceName name, Meta meta, JsonIn body) {
    return new ZoneGroup(
        name,
        meta,
        body.objects("configs", config -> new ZoneConfig(config.text("name"), config.name("zone"))),
        body.texts("claimed", ResourceName::of));
  }
}
