package io.postern.server.explain;

import io.postern.server.kernel.ResourceName;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.claim.ClaimReads;
import io.postern.server.zone.model.Claim;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The resources behind the names and numbers of a look-up, as far as the caller may see them. */
final class ResolutionNames {
  /** A network has fewer links; the limit only bounds the look-up. */
  private static final int MAX_LINKS = 10_000;

  private static final String APEX = "@";

  private final ReadTx tx;
  private final Predicate<ResourceName> readable;
  private final Optional<ResourceName> network;
  private final List<VirtualNetworkLink> links;

  /**
   * @param network empty for the public view
   */
  ResolutionNames(ReadTx tx, Predicate<ResourceName> readable, Optional<ResourceName> network) {
    this.tx = tx;
    this.readable = readable;
    this.network = network;
    this.links =
        network
            .map(it ->
                tx.referrers(VirtualNetworkLink.KIND, VirtualNetworkLink.NETWORK, it, MAX_LINKS))
            .orElse(List.of());
  }

  Optional<ResourceName> network() {
    return network;
  }

  /** A resource by its name; empty for one that the caller may not see. */
  String shown(ResourceName name) {
    return readable.test(name) ? name.text() : "";
  }

  /** The links of the network to zones that hold a name, the longest first. */
  List<VirtualNetworkLink> linksAround(String name) {
    return links.stream()
        .filter(link -> isWithin(name, link.apex().text()))
        .sorted(Comparator.comparingInt(link -> -link.apex().text().length()))
        .toList();
  }

  private static boolean isWithin(String name, String apex) {
    return name.equals(apex) || name.endsWith("." + apex);
  }

  /** The zone that the network has linked under a DNS name. */
  Optional<ResourceName> zone(String apex) {
    return links.stream()
        .filter(link -> link.apex().text().equals(apex))
        .map(VirtualNetworkLink::zone)
        .findFirst();
  }

  /** The forwarding ruleset that the network is linked to. */
  Optional<ResourceName> ruleset() {
    return network
        .flatMap(it ->
            tx.referrers(ForwardingRuleset.KIND, ForwardingRuleset.NETWORK, it, 1).stream()
                .findFirst())
        .map(ForwardingRuleset::name);
  }

  /** The record set made by hand that answers at a name: the CNAME, or that of the type. */
  Optional<ResourceName> recordSet(ResourceName zone, String apex, String at, String type) {
    return RecordType.named(type)
        .map(known -> RecordSet.name(zone, known, relative(at, apex), "name"))
        .filter(name -> tx.find(RecordSet.KIND, name).isPresent());
  }

  /** The claims at a name by their order, which members of one endpoint share. */
  Map<Long, Claim> claims(ResourceName zone, String apex, String at) {
    return ClaimReads.at(tx, zone, relative(at, apex)).claims().stream()
        .collect(Collectors.toMap(Claim::order, claim -> claim, (one, other) -> one));
  }

  private static String relative(String name, String apex) {
    return name.equals(apex) ? APEX : name.substring(0, name.length() - apex.length() - 1);
  }
}
