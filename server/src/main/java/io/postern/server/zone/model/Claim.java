package io.postern.server.zone.model;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * What a member of an endpoint claims of a zone: addresses for a name, held for the endpoint's
 * network.
 *
 * @param endpointUid tells the endpoint from a later one of the same name
 * @param order the age of the claim, lower is older; members of one endpoint share it
 * @param live whether the endpoint's connection serves
 */
public record Claim(
    ResourceName endpoint,
    String endpointUid,
    ResourceName virtualNetwork,
    long order,
    boolean live,
    DerivedRecord record) {
  /** The claims of an endpoint with this zone group on a zone of this DNS name. */
  public static List<Claim> of(ZoneGroup group, PrivateEndpoint endpoint, DomainName apex) {
    return DerivedRecords.of(endpoint, apex).stream()
        .map(record ->
            new Claim(
                endpoint.name(),
                endpoint.meta().uid(),
                endpoint.virtualNetwork(),
                group.claimOrder(),
                endpoint.connection().serves(),
                record))
        .toList();
  }

  public RecordType type() {
    return record.type();
  }

  /** The note on a record that says where it comes from, in Azure's words (§7.4). */
  public String creator() {
    return "created by private endpoint " + endpoint.id() + " with resource guid " + endpointUid;
  }
}
