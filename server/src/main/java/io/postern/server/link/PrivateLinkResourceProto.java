package io.postern.server.link;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicName;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.network.model.Region;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.v1.ProvisioningState;
import io.postern.v1.RecordType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Between the API's private-link resources and the model's. */
final class PrivateLinkResourceProto {
  private static final String FIELD = "private_link_resource";

  private final MemberResolver resolver;

  @Inject
  PrivateLinkResourceProto(MemberResolver resolver) {
    this.resolver = resolver;
  }

  static io.postern.v1.PrivateLinkResource of(ReadTx tx, PrivateLinkResource resource) {
    var message =
        io.postern.v1.PrivateLinkResource.newBuilder()
            .setName(resource.name().text())
            .setUid(resource.meta().uid())
            .setEtag(resource.meta().etag())
            .setCreateTime(timestamp(resource.meta().createTime()))
            .setUpdateTime(timestamp(resource.meta().updateTime()))
            .putAllTags(resource.tags())
            .setType(resource.type())
            .setKind(resource.variant())
            .setRegion(resource.region())
            .addAllReplicaRegions(resource.replicaRegions())
            .putAllParameters(resource.parameters())
            .setPublicNetworkAccess(access(resource.publicNetworkAccess()))
            .setConnectionPolicy(PolicyProto.of(resource.connectionPolicy()))
            .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED);
    resource.publicNames().forEach(name -> message.addPublicNames(publicName(name)));
    resource
        .publicRecords()
        .forEach(record -> message.addPublicRecords(record(record.name(), record)));
    resource.members().forEach(member -> message.addMembers(member(member)));
    for (var connection :
        tx.referrers(Connection.KIND, Connection.TARGET, resource.name(), Integer.MAX_VALUE)) {
      message.addPrivateEndpointConnections(connection.name().text());
    }
    return message.build();
  }

  private static io.postern.v1.PrivateLinkResource.PublicName publicName(PublicName name) {
    var message =
        io.postern.v1.PrivateLinkResource.PublicName.newBuilder()
            .setFqdn(name.fqdn())
            .setGroupId(name.groupId())
            .setMemberName(name.memberName());
    name.records().forEach(record -> message.addRecords(record("", record)));
    return message.build();
  }

  private static io.postern.v1.PrivateLinkResource.PublicRecord record(
      String name, PublicRecord record) {
    return io.postern.v1.PrivateLinkResource.PublicRecord.newBuilder()
        .setName(name)
        .setType(RecordType.valueOf("RECORD_TYPE_" + record.type().name()))
        .setTtlSeconds(record.ttlSeconds())
        .addAllValues(record.values())
        .build();
  }

  private static io.postern.v1.PrivateLinkResource.Member member(Member member) {
    return io.postern.v1.PrivateLinkResource.Member.newBuilder()
        .setGroupId(member.groupId())
        .setMemberName(member.memberName())
        .addAllFqdns(member.names().stream().map(MemberName::fqdn).toList())
        .addAllZoneNames(member.zones())
        .build();
  }

  private static io.postern.v1.PrivateLinkResource.PublicNetworkAccess access(
      PublicNetworkAccess access) {
    return switch (access) {
      case ENABLED ->
          io.postern.v1.PrivateLinkResource.PublicNetworkAccess.PUBLIC_NETWORK_ACCESS_ENABLED;
      case DISABLED ->
          io.postern.v1.PrivateLinkResource.PublicNetworkAccess.PUBLIC_NETWORK_ACCESS_DISABLED;
    };
  }

  /** A resource from a request, with its members worked out. */
  PrivateLinkResource model(
      ReadTx tx, ResourceName name, Meta meta, io.postern.v1.PrivateLinkResource message) {
    var region = Region.parse(message.getRegion(), FIELD + ".region").name();
    var replicas = new ArrayList<String>();
    for (int i = 0; i < message.getReplicaRegionsCount(); i++) {
      replicas.add(
          Region.parse(message.getReplicaRegions(i), FIELD + ".replica_regions[" + i + "]").name());
    }
    var regions = new ArrayList<>(List.of(region));
    replicas.stream().filter(replica -> !regions.contains(replica)).forEach(regions::add);
    var names = names(message);
    var members =
        resolver.members(
            tx, name, message.getKind(), regions, message.getParametersMap(), names, FIELD);
    return new PrivateLinkResource(
        name,
        meta,
        message.getType(),
        message.getKind(),
        region,
        replicas,
        message.getParametersMap(),
        access(message),
        MemberResolver.complete(names, members),
        records(message.getPublicRecordsList(), FIELD + ".public_records", false),
        PolicyProto.model(message.getConnectionPolicy(), FIELD + ".connection_policy"),
        members,
        Protos.tags(message.getTagsMap(), FIELD + ".tags"));
  }

  private static PublicNetworkAccess access(io.postern.v1.PrivateLinkResource message) {
    return switch (Protos.known(
        message.getPublicNetworkAccess(), FIELD + ".public_network_access")) {
      case PUBLIC_NETWORK_ACCESS_DISABLED -> PublicNetworkAccess.DISABLED;
      case PUBLIC_NETWORK_ACCESS_UNSPECIFIED, PUBLIC_NETWORK_ACCESS_ENABLED, UNRECOGNIZED ->
          PublicNetworkAccess.ENABLED;
    };
  }

  private static List<PublicName> names(io.postern.v1.PrivateLinkResource message) {
    var names = new ArrayList<PublicName>();
    for (int i = 0; i < message.getPublicNamesCount(); i++) {
      var name = message.getPublicNames(i);
      var field = FIELD + ".public_names[" + i + "]";
      var fqdn =
          name.getFqdn().isEmpty() ? "" : PublicRecord.dnsName(name.getFqdn(), field + ".fqdn");
      names.add(
          new PublicName(
              fqdn,
              Protos.required(name.getGroupId(), field + ".group_id"),
              name.getMemberName(),
              records(name.getRecordsList(), field + ".records", true)));
    }
    return names;
  }

  /**
   * @param nameless whether the records take their name from what they stand in
   */
  private static List<PublicRecord> records(
      List<io.postern.v1.PrivateLinkResource.PublicRecord> messages,
      String field,
      boolean nameless) {
    var records = new ArrayList<PublicRecord>();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      var path = field + "[" + i + "]";
      var name = nameless ? "own" : Protos.required(message.getName(), path + ".name");
      if (nameless && !message.getName().isEmpty()) {
        throw ControlException.invalid(
            Reason.RECORD_INVALID,
            path + ".name",
            "The records of a public name have no name of their own; leave it empty.");
      }
      records.add(
          PublicRecord.of(
              name, type(message, path), message.getTtlSeconds(), message.getValuesList(), path));
    }
    requireOneKind(records, field);
    return records;
  }

  private static void requireOneKind(List<PublicRecord> records, String field) {
    for (var record : records) {
      var sameName = records.stream().filter(other -> other.name().equals(record.name())).toList();
      boolean alone = sameName.size() == 1;
      boolean twice = sameName.stream().filter(other -> other.type() == record.type()).count() > 1;
      if (twice || (record.type() == PublicRecord.Type.CNAME && !alone)) {
        throw ControlException.invalid(
            Reason.CNAME_CONFLICT,
            field,
            "A name has either one CNAME, or at most one record set of A and one of AAAA.");
      }
    }
  }

  private static PublicRecord.Type type(
      io.postern.v1.PrivateLinkResource.PublicRecord message, String path) {
    return switch (message.getType()) {
      case RECORD_TYPE_A -> PublicRecord.Type.A;
      case RECORD_TYPE_AAAA -> PublicRecord.Type.AAAA;
      case RECORD_TYPE_CNAME -> PublicRecord.Type.CNAME;
      default ->
          throw ControlException.invalid(
              Reason.RECORD_INVALID,
              path + ".type",
              "A public record is of type A, AAAA or CNAME.");
    };
  }
}
