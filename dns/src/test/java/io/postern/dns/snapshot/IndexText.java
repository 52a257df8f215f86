package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.PublicNames;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.Zone;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that an index holds, as lines: two that hold the same have the same. */
public final class IndexText {
  private IndexText() {}

  public static SortedSet<String> of(ZoneIndex index) {
    var lines = new TreeSet<String>();
    lines.add("revision " + index.revision());
    lines.add("public view " + index.publicView().recursionAllowed());
    ZoneIndex.compare(
        ZoneIndex.empty(),
        index,
        new ZoneIndex.Difference() {
          @Override
          public void zone(int zoneId, @Nullable Zone before, @Nullable Zone after) {
            if (after != null) {
              zoneLines(zoneId, after, lines);
            }
          }

          @Override
          public void network(
              ZoneIndex.@Nullable Network before, ZoneIndex.@Nullable Network after) {
            if (after != null) {
              lines.add(text(after, index));
            }
          }
        });
    PublicNames.compare(PublicNames.empty(), index.publicNames(), names(lines));
    return lines;
  }

  private static void zoneLines(int id, Zone zone, SortedSet<String> lines) {
    lines.add(
        "zone %d %s %s %s %d names %d ruling %s turns %s soa %s"
            .formatted(
                id,
                zone.apex(),
                zone.soaSettings(),
                zone.claimPolicy(),
                zone.revision(),
                zone.nodeCount(),
                zone.hasRulingNames(),
                zone.hasTurns(),
                zone.soa()));
    Zone.comparePacked(
        null,
        zone,
        (was, is) -> {
          if (is != null) {
            var owner = zone.apex().below(is, PackedNode.ownerAt(), PackedNode.ownerLength(is));
            lines.add("node %d %s %s".formatted(id, owner, octets(is)));
            if (zone.node(owner) == null) {
              lines.add("not found: " + owner);
            }
          }
        });
  }

  private static String octets(byte[] packed) {
    return HexFormat.of()
        .formatHex(Arrays.copyOfRange(packed, PackedNode.lastingPart(), packed.length));
  }

  private static String text(ZoneIndex.Network network, ZoneIndex index) {
    var view = network.view();
    return "network %d %s %s peers %s links %s claimed %s rules %s prefixes %s by key %s by prefix %s"
        .formatted(
            view.networkId(),
            network.key(),
            view.recursionAllowed(),
            view.peers(),
            links(view),
            claimed(view),
            view.rules().rules().stream().map(ForwardRule::toString).sorted().toList(),
            network.prefixes().stream().map(Object::toString).sorted().toList(),
            index.networkId(network.key()),
            network.prefixes().stream()
                .map(it -> it + " " + index.prefixes().claimants(it).stream().sorted().toList())
                .sorted()
                .toList());
  }

  private static SortedMap<DnsName, Object> links(NetworkView view) {
    var links = new TreeMap<DnsName, Object>();
    view.links().forEach(links::put);
    return links;
  }

  private static SortedMap<DnsName, Object> claimed(NetworkView view) {
    var claimed = new TreeMap<DnsName, Object>();
    view.claimed().forEach(claimed::put);
    return claimed;
  }

  private static PublicNames.Difference names(SortedSet<String> lines) {
    return new PublicNames.Difference() {
      @Override
      public void name(@Nullable PublicName before, @Nullable PublicName after) {
        lines.add("public name " + after);
      }

      @Override
      public void privateLinkName(
          DnsName alias, @Nullable PublicName before, @Nullable PublicName after) {
        lines.add("private-link name " + alias + " of " + after);
      }
    };
  }
}
