package io.postern.server.zone;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.model.DerivedRecord;
import io.postern.server.zone.model.DerivedRecords;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.server.zone.model.ZoneGroup.ZoneConfig;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroup.PrivateDnsZoneConfig;
import io.postern.v1.PrivateDnsZoneGroup.ZoneRecordSet;
import io.postern.v1.ProvisioningState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Between the API's zone groups and the model's. */
final class ZoneGroupProto {
  private ZoneGroupProto() {}

  static PrivateDnsZoneGroup of(ReadTx tx, ZoneGroup group) {
    // A watch shows a group as it was, when its endpoint may be gone.
    var endpoint = tx.find(PrivateEndpoint.KIND, group.privateEndpoint());
    return PrivateDnsZoneGroup.newBuilder()
        .setName(group.name().text())
        .setUid(group.meta().uid())
        .setEtag(group.meta().etag())
        .setCreateTime(timestamp(group.meta().createTime()))
        .setUpdateTime(timestamp(group.meta().updateTime()))
        .addAllPrivateDnsZoneConfigs(
            group.configs().stream().map(config -> config(config, endpoint)).toList())
        .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED)
        .build();
  }

  private static PrivateDnsZoneConfig config(
      ZoneConfig config, Optional<PrivateEndpoint> endpoint) {
    return PrivateDnsZoneConfig.newBuilder()
        .setName(config.name())
        .setPrivateDnsZone(config.zone().text())
        .addAllRecordSets(endpoint.map(known -> recordSets(config.zone(), known)).orElse(List.of()))
        .build();
  }

  private record NameAndType(String relativeName, RecordType type) {}

  private static List<ZoneRecordSet> recordSets(ResourceName zone, PrivateEndpoint endpoint) {
    var apex = PrivateDnsZone.apex(zone);
    var addresses = new LinkedHashMap<NameAndType, Set<IpAddress>>();
    for (var record : DerivedRecords.of(endpoint, apex)) {
      addresses
          .computeIfAbsent(
              new NameAndType(record.relativeName(), record.type()), none -> new LinkedHashSet<>())
          .addAll(record.addresses());
    }
    var sets = new ArrayList<ZoneRecordSet>();
    addresses.forEach((place, held) ->
        sets.add(
            ZoneRecordSet.newBuilder()
                .setFqdn(apex.resolve(place.relativeName(), "name").text())
                .setType(RecordSetProto.type(place.type()))
                .setTtlSeconds(DerivedRecord.TTL_SECONDS)
                .addAllIpAddresses(held.stream().map(IpAddress::toString).toList())
                .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED)
                .build()));
    return sets;
  }

  static ZoneGroup model(ResourceName name, Meta meta, PrivateDnsZoneGroup message) {
    var configs = new ArrayList<ZoneConfig>();
    for (int i = 0; i < message.getPrivateDnsZoneConfigsCount(); i++) {
      var config = message.getPrivateDnsZoneConfigs(i);
      var field = ZoneGroup.field(i) + ".private_dns_zone";
      var zone = Protos.required(config.getPrivateDnsZone(), field);
      configs.add(new ZoneConfig(config.getName(), PrivateDnsZone.KIND.parse(zone, field)));
    }
    // What it claims follows from its endpoint, and is filled in by the use case.
    return new ZoneGroup(name, meta, configs, List.of());
  }
}
