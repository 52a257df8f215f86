package io.postern.server.link;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.CatalogueGroup;
import io.postern.server.link.model.ResourceType;
import io.postern.server.network.model.Region;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import java.util.ArrayList;
import java.util.List;

/** Between the API's resource types and the model's. */
final class ResourceTypeProto {
  private static final String FIELD = "resource_type";
  private static final String APPROVAL = "/privateEndpointConnectionsApproval/action";

  private ResourceTypeProto() {}

  static io.postern.v1.ResourceType of(ReadTx tx, ResourceType type) {
    var message =
        io.postern.v1.ResourceType.newBuilder()
            .setName(type.name().text())
            .setUid(type.meta().uid())
            .setEtag(type.meta().etag())
            .setCreateTime(timestamp(type.meta().createTime()))
            .setUpdateTime(timestamp(type.meta().updateTime()))
            .putAllTags(type.tags())
            .setType(type.type())
            .setDisplayName(type.displayName())
            .setApprovalAction(type.approvalAction())
            .addAllRegions(type.regions());
    for (var group : type.groups()) message.addGroups(group(group));
    return message.build();
  }

  private static io.postern.v1.ResourceType.Group group(CatalogueGroup group) {
    var message =
        io.postern.v1.ResourceType.Group.newBuilder()
            .setGroupId(group.groupId())
            .addAllZoneNames(group.zones())
            .addAllPublicSuffixes(group.publicSuffixes());
    for (var member : group.members()) {
      message.addMembers(
          io.postern.v1.ResourceType.Member.newBuilder()
              .setMemberName(member)
              .addAllFqdnPatterns(patterns(group, member)));
    }
    return message.build();
  }

  private static List<String> patterns(CatalogueGroup group, String member) {
    return group.names().stream()
        .filter(name -> name.startsWith(member + "="))
        .map(name -> name.substring(member.length() + 1))
        .toList();
  }

  static ResourceType model(ResourceName name, io.postern.v1.ResourceType message) {
    var type = Protos.required(message.getType(), FIELD + ".type");
    var regions = new ArrayList<String>();
    for (int i = 0; i < message.getRegionsCount(); i++)
      regions.add(Region.parse(message.getRegions(i), FIELD + ".regions[" + i + "]").name());
    return new ResourceType(
        name,
        Meta.NEW,
        type,
        message.getDisplayName(),
        message.getGroupsList().stream().map(group -> group(message, group)).toList(),
        message.getApprovalAction().isEmpty() ? type + APPROVAL : message.getApprovalAction(),
        regions,
        Protos.tags(message.getTagsMap(), FIELD + ".tags"));
  }

  private static CatalogueGroup group(
      io.postern.v1.ResourceType type, io.postern.v1.ResourceType.Group group) {
    var members = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (var member : group.getMembersList()) {
      members.add(member.getMemberName());
      for (var pattern : member.getFqdnPatternsList())
        names.add(member.getMemberName() + "=" + pattern);
    }
    if (members.isEmpty()) members.add(group.getGroupId());
    return new CatalogueGroup(
        type.getType(),
        group.getGroupId(),
        type.getDisplayName(),
        group.getZoneNamesList(),
        group.getPublicSuffixesList(),
        members,
        names);
  }
}
