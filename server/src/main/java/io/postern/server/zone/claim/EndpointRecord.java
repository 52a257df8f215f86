package io.postern.server.zone.claim;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.RecordType;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint has under one name and type of one zone, all its members together.
 *
 * @param shadowedBy the endpoint that is answered in its place; empty for a record made by hand
 */
public record EndpointRecord(
    ResourceName zone,
    DomainName fqdn,
    RecordType type,
    List<IpAddress> addresses,
    DnsStatus status,
    Optional<ResourceName> shadowedBy) {
  public EndpointRecord {
    addresses = List.copyOf(addresses);
  }
}
