package io.postern.server.dnsview;

import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The resources that matter to a question, as they are stored now. What leads to others comes
 * before them, so that they are found in one round: links before zones, zone groups before
 * endpoints.
 */
final class PastResources {
  private static final int PAGE = 1000;

  private final ReadTx tx;
  private final PastInterest interest;
  private final Map<ResourceName, Resource> found = new LinkedHashMap<>();

  private PastResources(ReadTx tx, PastInterest interest) {
    this.tx = tx;
    this.interest = interest;
  }

  static Collection<Resource> of(ReadTx tx, PastInterest interest) {
    var resources = new PastResources(tx, interest);
    interest.network().ifPresent(resources::addView);
    interest.zones().forEach(resources::addZone);
    for (var endpoint : interest.endpoints()) resources.addFound(PrivateEndpoint.KIND, endpoint);
    interest.publicNames().forEach(resources::addTargets);
    for (var target : interest.targets()) resources.addAll(Connection.KIND, Scope.under(target));
    return resources.found.values();
  }

  private void add(Resource resource) {
    if (interest.takes(resource)) found.put(resource.name(), resource);
  }

  private <T extends Resource> void addFound(Kind<T> kind, ResourceName name) {
    tx.find(kind, name).ifPresent(this::add);
  }

  private <T extends Resource> void addAll(Kind<T> kind, Scope scope) {
    var after = "";
    List<T> page;
    do {
      page = tx.list(kind, scope, after, PAGE);
      page.forEach(this::add);
      if (!page.isEmpty()) after = page.getLast().name().key();
    } while (page.size() == PAGE);
  }

  private void addView(ResourceName network) {
    addFound(VirtualNetwork.KIND, network);
    addAll(Peering.KIND, Scope.under(network));
    tx.eachReferrer(VirtualNetworkLink.KIND, VirtualNetworkLink.NETWORK, network, this::add);
    tx.eachReferrer(ForwardingRuleset.KIND, ForwardingRuleset.NETWORK, network, this::add);
  }

  private void addZone(ResourceName zone) {
    addFound(PrivateDnsZone.KIND, zone);
    addAll(RecordSet.KIND, Scope.under(zone));
    tx.eachReferrer(ZoneGroup.KIND, ZoneGroup.ZONE, zone, this::add);
  }

  /**
   * A name that one resource has for itself is nobody else's, and neither is the private-link name
   * that it leads to. Of others nothing says whose they are.
   */
  private void addTargets(String fqdn) {
    var owner = tx.holder(PrivateLinkResource.PUBLIC_NAME, fqdn);
    if (owner.isPresent()) addFound(PrivateLinkResource.KIND, owner.get());
    else if (!isLedTo(fqdn)) addAll(PrivateLinkResource.KIND, Scope.EVERYTHING);
    tx.eachReferrer(
        PrivateLinkResource.KIND,
        PrivateLinkResource.PUBLIC_RECORD,
        PrivateLinkResource.recordName(fqdn),
        this::add);
  }

  private boolean isLedTo(String fqdn) {
    return found.values().stream()
        .filter(PrivateLinkResource.class::isInstance)
        .flatMap(target -> ((PrivateLinkResource) target).members().stream())
        .flatMap(member -> member.names().stream())
        .anyMatch(name -> !name.shared() && name.privateLinkName().equals(fqdn));
  }
}
