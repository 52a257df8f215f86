package io.postern.server.plan;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.claim.ClaimReads;
import io.postern.server.zone.claim.EndpointRecord;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.v1.Plan;
import io.postern.v1.PlannedConflict;
import io.postern.v1.PlannedRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a write does to DNS: the records of the endpoints it touches, and claims left behind. */
final class PlannedDnsProto {
  private final ReadTx tx;
  private final Predicate<ResourceName> readable;
  private final Plan.Builder plan;

  PlannedDnsProto(ReadTx tx, Predicate<ResourceName> readable, Plan.Builder plan) {
    this.tx = tx;
    this.readable = readable;
    this.plan = plan;
  }

  void add(List<Change> changes) {
    for (var name : endpoints(changes))
      tx.find(PrivateEndpoint.KIND, name).ifPresent(this::addRecords);
    for (var change : changes) {
      boolean made = change.operation() == Operation.CREATED;
      if (made && change.resource() instanceof RecordSet set) addShadowed(set);
    }
  }

  private static Set<ResourceName> endpoints(List<Change> changes) {
    var endpoints = new LinkedHashSet<ResourceName>();
    for (var change : changes) {
      if (change.resource() instanceof PrivateEndpoint endpoint) endpoints.add(endpoint.name());
      if (change.resource() instanceof ZoneGroup group) endpoints.add(group.privateEndpoint());
    }
    return endpoints;
  }

  private void addRecords(PrivateEndpoint endpoint) {
    for (var record : ClaimReads.of(tx, endpoint)) {
      plan.addRecords(
          PlannedRecord.newBuilder()
              .setFqdn(record.fqdn().text())
              .setPrivateDnsZone(record.zone().text())
              .setType(record.type().name())
              .addAllIpAddresses(record.addresses().stream().map(IpAddress::toString).toList())
              .setPrivateEndpoint(endpoint.name().text())
              .setAnswered(record.status() == DnsStatus.PUBLISHED));
      if (record.status() == DnsStatus.SHADOWED)
        plan.addConflicts(conflict(endpoint.name(), record));
    }
  }

  private PlannedConflict conflict(ResourceName endpoint, EndpointRecord record) {
    return PlannedConflict.newBuilder()
        .setFqdn(record.fqdn().text())
        .setPrivateDnsZone(record.zone().text())
        .setType(record.type().name())
        .setPrivateEndpoint(endpoint.text())
        .setShadowedBy(
            record
                .shadowedBy()
                .or(() -> handMade(record))
                .filter(readable)
                .map(ResourceName::text)
                .orElse(""))
        .build();
  }

  /** The record set that stands where the endpoint's would. */
  private Optional<ResourceName> handMade(EndpointRecord record) {
    var apex = record.zone().id();
    var fqdn = record.fqdn().text();
    var relative =
        fqdn.equalsIgnoreCase(apex) ? "@" : fqdn.substring(0, fqdn.length() - apex.length() - 1);
    return Optional.of(RecordSet.name(record.zone(), record.type(), relative, "name"))
        .filter(name -> tx.find(RecordSet.KIND, name).isPresent());
  }

  /** The claims that a record made by hand would stand before. */
  private void addShadowed(RecordSet set) {
    for (var claim : ClaimReads.at(tx, set.zone(), set.name().id()).claims()) {
      if (claim.type() != set.type() || !readable.test(claim.endpoint())) continue;
      plan.addConflicts(
          PlannedConflict.newBuilder()
              .setFqdn(set.fqdn().text())
              .setPrivateDnsZone(set.zone().text())
              .setType(claim.type().name())
              .setPrivateEndpoint(claim.endpoint().text())
              .setShadowedBy(set.name().text()));
    }
  }
}
