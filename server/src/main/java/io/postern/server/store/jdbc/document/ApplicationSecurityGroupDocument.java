package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.ApplicationSecurityGroup;

final class ApplicationSecurityGroupDocument implements Document<ApplicationSecurityGroup> {
  @Override
  public Kind<ApplicationSecurityGroup> kind() {
    return ApplicationSecurityGroup.KIND;
  }

  @Override
  public void write(ApplicationSecurityGroup group, JsonOut body) {
    body.text("region", group.region()).map("tags", group.tags());
  }

  @Override
  public ApplicationSecurityGroup read(ResourceName name, Meta meta, JsonIn body) {
    return new ApplicationSecurityGroup(name, meta, body.text("region"), body.map("tags"));
  }
}
