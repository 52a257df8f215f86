package io.postern.server.dnsview;

import io.postern.dns.lookup.Lookup;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Trace;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.ZoneIndex.LinkedZone;
import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.store.Change;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which resources can have had a part in the answer to one question. It only grows: a link makes
 * its zone matter, a zone group its endpoint, an alias the name it leads to. What is left out says
 * nothing of the names that were asked for, so the answer is the same without it.
 *
 * <p>As a trace it learns which names a look-up comes to.
 */
final class PastInterest implements Trace {
  /** The kinds that can have a part; which addresses are a network's is not asked here. */
  static final List<Kind<?>> KINDS =
      ZoneCompiler.KINDS.stream()
          .filter(kind ->
              !kind.equals(VirtualNetworkGateway.KIND) && !kind.equals(OnPremisesNetwork.KIND))
          .toList();

  private final Optional<ResourceName> network;
  private final Optional<String> catalog;
  private final Set<String> names = new HashSet<>();
  private final Set<String> publicNames = new LinkedHashSet<>();
  private final Set<ResourceName> zones = new HashSet<>();
  private final Set<ResourceName> endpoints = new HashSet<>();
  private final Set<ResourceName> targets = new HashSet<>();

  /**
   * @param network whose view is asked; empty for the public one
   * @param catalog the name of each network's catalog of its zones; empty for none
   */
  PastInterest(Optional<ResourceName> network, Optional<DnsName> catalog) {
    this.network = network;
    this.catalog = catalog.map(PastInterest::text);
  }

  Optional<ResourceName> network() {
    return network;
  }

  /** The names that were asked of the public side, in the order in which they came up. */
  List<String> publicNames() {
    return List.copyOf(publicNames);
  }

  Set<ResourceName> zones() {
    return Set.copyOf(zones);
  }

  Set<ResourceName> endpoints() {
    return Set.copyOf(endpoints);
  }

  Set<ResourceName> targets() {
    return Set.copyOf(targets);
  }

  /** How much it is: as long as this grows, what was left out before may matter. */
  int size() {
    return names.size() + publicNames.size() + zones.size() + endpoints.size() + targets.size();
  }

  @Override
  public void zone(DnsName name, @Nullable LinkedZone zone, boolean publicOnly) {
    names.add(text(name));
  }

  @Override
  public void publicSideSaid(Question question, Lookup lookup) {
    publicNames.add(text(question.name()));
  }

  private static String text(DnsName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether a change made the part of a resource another one. */
  boolean takes(Change change) {
    boolean after = takes(change.resource());
    boolean before = change.before().isPresent() && takes(change.before().get());
    return after || before;
  }

  /** Whether a resource can have a part; from then on, what it leads to can, too. */
  boolean takes(Resource resource) {
    return switch (resource) {
      case VirtualNetwork it -> isAsked(it.name());
      case Peering it -> isAsked(it.virtualNetwork());
      case ForwardingRuleset it -> it.virtualNetworks().stream().anyMatch(this::isAsked);
      case VirtualNetworkLink it -> takesLink(it);
      case PrivateDnsZone it -> zones.contains(it.name());
      case RecordSet it -> takesRecords(it.name());
      case ZoneGroup it -> takesGroup(it);
      case PrivateEndpoint it -> endpoints.contains(it.name());
      case PrivateLinkResource it -> takesTarget(it);
      case Connection it -> targets.contains(it.target());
      default -> false;
    };
  }

  private boolean isAsked(ResourceName name) {
    return network.isPresent() && network.get().equals(name);
  }

  private boolean takesLink(VirtualNetworkLink link) {
    if (!isAsked(link.virtualNetwork())) return false;
    boolean holds = names.stream().anyMatch(name -> isWithin(name, link.apex().text()));
    if (holds) zones.add(link.zone());
    return holds || catalogIsAsked();
  }

  private boolean catalogIsAsked() {
    return catalog.isPresent() && names.stream().anyMatch(name -> isWithin(name, catalog.get()));
  }

  private boolean takesGroup(ZoneGroup group) {
    boolean claims = group.claimed().stream().anyMatch(this::takesRecords);
    if (claims) endpoints.add(group.privateEndpoint());
    return claims;
  }

  private boolean takesTarget(PrivateLinkResource target) {
    boolean named = PublicSide.names(target).stream().anyMatch(publicNames::contains);
    if (named) targets.add(target.name());
    return named;
  }

  /**
   * Whether a record set can matter to one of the names: beside its own, those that decide whether
   * a wildcard stands in for it. These are the apex, the wildcard below it, and whatever has the
   * same label below the apex (RFC 4592 §3.3.1: the closest encloser).
   */
  private boolean takesRecords(ResourceName recordSet) {
    var zone = recordSet.parent();
    if (!zones.contains(zone)) return false;
    var apex = PrivateDnsZone.apex(zone).text();
    var relative = recordSet.id().toLowerCase(Locale.ROOT);
    if (relative.equals("@") || relative.equals("*")) return true;
    var top = lastLabel(relative);
    return names.stream()
        .anyMatch(name ->
            isWithin(name, apex)
                && name.length() > apex.length()
                && lastLabel(name.substring(0, name.length() - apex.length() - 1)).equals(top));
  }

  private static String lastLabel(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean isWithin(String name, String apex) {
    return name.equals(apex) || name.endsWith("." + apex);
  }
}
