package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.transfer.CatalogZone;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.Revision;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.util.Optional;

/**
 * A catalog of each network's zones (RFC 9432), in the view of that network alone. A member is
 * known by the link that brought it, so a zone that takes the place of another of its name is a new
 * one.
 */
final class Catalogs {
  private final Optional<DnsName> name;

  /**
   * @param name what all of them are called; empty for none
   */
  Catalogs(Optional<DnsName> name) {
    this.name = name;
  }

  /** Whether a zone's name is the one that catalogs have: in views it means those. */
  boolean isCalled(DnsName apex) {
    return name.isPresent() && name.get().equals(apex);
  }

  /** Zones have ids from 0 on, and networks too. */
  private static int idOf(int network) {
    return NetworkView.NO_NETWORK - 1 - network;
  }

  /** The index with the catalog of a network, which may be there already. */
  ZoneIndex begin(ZoneIndex index, int network, Revision revision) {
    int id = idOf(network);
    return name.isEmpty() || index.zone(id) != null
        ? index
        : index.withZone(id, CatalogZone.empty(name.get(), revision.number()));
  }

  ZoneIndex end(ZoneIndex index, int network) {
    return name.isEmpty() ? index : index.withoutZone(idOf(network));
  }

  /** A view that is new, with the catalog in it. */
  NetworkView in(NetworkView view) {
    return name.map(it -> view.withLink(it, new Link(idOf(view.networkId()), false))).orElse(view);
  }

  ZoneIndex add(ZoneIndex index, int network, VirtualNetworkLink link, Revision revision) {
    var catalog = index.zone(idOf(network));
    return catalog == null
        ? index
        : index.withZone(
            idOf(network),
            CatalogZone.with(
                catalog, memberId(link), DnsRecords.name(link.apex()), revision.number()));
  }

  ZoneIndex remove(ZoneIndex index, int network, VirtualNetworkLink link, Revision revision) {
    var catalog = index.zone(idOf(network));
    return catalog == null
        ? index
        : index.withZone(
            idOf(network), CatalogZone.without(catalog, memberId(link), revision.number()));
  }

  /** Stays as long as the link does, and is never another's. */
  private static String memberId(VirtualNetworkLink link) {
    return link.name().key() + " " + link.meta().uid();
  }
}
