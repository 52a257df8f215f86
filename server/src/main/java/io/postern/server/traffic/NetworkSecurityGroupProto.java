package io.postern.server.traffic;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.traffic.message.SecurityRuleProto;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.SecurityRule;
import java.util.ArrayList;
import java.util.List;

/** Between the API's network security groups and the model's. */
final class NetworkSecurityGroupProto {
  private static final String FIELD = "network_security_group.";

  private NetworkSecurityGroupProto() {}

  static io.postern.v1.NetworkSecurityGroup of(ReadTx tx, NetworkSecurityGroup group) {
    return io.postern.v1.NetworkSecurityGroup.newBuilder()
        .setName(group.name().text())
        .setUid(group.meta().uid())
        .setEtag(group.meta().etag())
        .setCreateTime(timestamp(group.meta().createTime()))
        .setUpdateTime(timestamp(group.meta().updateTime()))
        .putAllTags(group.tags())
        .setRegion(group.region())
        .addAllSecurityRules(group.rules().stream().map(SecurityRuleProto::of).toList())
        .addAllSubnets(ReferringSubnets.names(tx, Subnet.SECURITY_GROUP, group.name()))
        .build();
  }

  /** A group from a request, with the bookkeeping of the one it replaces. */
  static NetworkSecurityGroup model(
      ResourceName name, Meta meta, io.postern.v1.NetworkSecurityGroup message) {
    return new NetworkSecurityGroup(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        rules(message.getSecurityRulesList()),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static List<SecurityRule> rules(List<io.postern.v1.SecurityRule> messages) {
    var rules = new ArrayList<SecurityRule>();
    for (int i = 0; i < messages.size(); i++)
      rules.add(SecurityRuleProto.model(messages.get(i), FIELD + "security_rules[" + i + "]"));
    return rules;
  }
}
