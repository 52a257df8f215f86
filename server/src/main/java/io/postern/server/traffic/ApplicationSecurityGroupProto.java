package io.postern.server.traffic;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.rpc.Protos;
import io.postern.server.traffic.model.ApplicationSecurityGroup;

/** Between the API's application security groups and the model's. */
final class ApplicationSecurityGroupProto {
  private static final String FIELD = "application_security_group.";

  private ApplicationSecurityGroupProto() {}

  static io.postern.v1.ApplicationSecurityGroup of(ApplicationSecurityGroup group) {
    return io.postern.v1.ApplicationSecurityGroup.newBuilder()
        .setName(group.name().text())
        .setUid(group.meta().uid())
        .setEtag(group.meta().etag())
        .setCreateTime(timestamp(group.meta().createTime()))
        .setUpdateTime(timestamp(group.meta().updateTime()))
        .putAllTags(group.tags())
        .setRegion(group.region())
        .build();
  }

  /** A group from a request, with the bookkeeping of the one it replaces. */
  static ApplicationSecurityGroup model(
      ResourceName name, Meta meta, io.postern.v1.ApplicationSecurityGroup message) {
    return new ApplicationSecurityGroup(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }
}
