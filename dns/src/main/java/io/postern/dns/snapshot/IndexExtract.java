package io.postern.dns.snapshot;

import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.Zone;
import io.postern.dns.zone.ZoneBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What some networks see of an index, and nothing else: their views, the zones that are linked to
 * them or that their endpoints have claims in, the claims that they can be answered with, and the
 * public names. Whoever answers from it gives these networks the same answers.
 *
 * <p>Indexes are extracted one after the other; each costs what has changed since the one before,
 * as long as the views of these networks stay. By one thread at a time.
 */
public final class IndexExtract {
  private final TreeSet<String> networkKeys;
  private ZoneIndex whole = ZoneIndex.empty();
  private ZoneIndex extract = ZoneIndex.empty();

  public IndexExtract(Set<String> networkKeys) {
    this.networkKeys = new TreeSet<>(networkKeys);
  }

  /**
   * What the networks see of the next index.
   *
   * @param next of the same lineage as the one before
   */
  public ZoneIndex of(ZoneIndex next) {
    var views = views(next);
    var sameViews = isSame(views(whole), views);
    var changed = withNetworks(extract, next);
    var visible = visible(views);
    for (int zoneId : zoneIds(extract)) {
      changed = visible.contains(zoneId) ? changed : changed.withoutZone(zoneId);
    }
    var cut = new ClaimCut(views);
    for (int zoneId : visible) {
      var zone = zone(zoneId, next, sameViews, cut);
      changed = zone == null ? changed.withoutZone(zoneId) : withZone(changed, zoneId, zone);
    }
    whole = next;
    extract =
        changed
            .withPublicNames(next.publicNames())
            .withPublicRecursion(next.publicView().recursionAllowed())
            .withRevision(next.revision());
    return extract;
  }

  private List<NetworkView> views(ZoneIndex index) {
    return networkKeys.stream().map(index::view).filter(Objects::nonNull).toList();
  }

  @SuppressWarnings("ReferenceEquality") // what has not changed is the same
  private static boolean isSame(List<NetworkView> before, List<NetworkView> after) {
    var same = before.size() == after.size();
    for (int i = 0; same && i < after.size(); i++) {
      same = before.get(i) == after.get(i);
    }
    return same;
  }

  @SuppressWarnings("ReferenceEquality") // what has not changed is not written again
  private static ZoneIndex withZone(ZoneIndex index, int zoneId, Zone zone) {
    return index.zone(zoneId) == zone ? index : index.withZone(zoneId, zone);
  }

  @SuppressWarnings("ReferenceEquality") // what has not changed is not written again
  private ZoneIndex withNetworks(ZoneIndex before, ZoneIndex next) {
    var changed = before;
    for (var key : networkKeys) {
      var id = next.networkId(key);
      var had = before.networkId(key);
      if (had.isPresent() && !had.equals(id)) {
        changed = changed.withoutNetwork(had.getAsInt());
      }
      var network = id.isPresent() ? next.network(id.getAsInt()) : null;
      if (network != null && changed.network(id.getAsInt()) != network) {
        changed = changed.withNetwork(key, network.view(), network.prefixes());
      }
    }
    return changed;
  }

  private static Set<Integer> visible(List<NetworkView> views) {
    var ids = new TreeSet<Integer>();
    for (var view : views) {
      view.links().forEach((apex, link) -> ids.add(link.zoneId()));
      view.claimed().forEach((apex, zoneIds) -> ids.addAll(zoneIds));
    }
    return ids;
  }

  private static Set<Integer> zoneIds(ZoneIndex index) {
    var ids = new HashSet<Integer>();
    ZoneIndex.compare(
        ZoneIndex.empty(),
        index,
        new ZoneIndex.Difference() {
          @Override
          public void zone(int zoneId, @Nullable Zone before, @Nullable Zone after) {
            ids.add(zoneId);
          }

          @Override
          public void network(
              ZoneIndex.@Nullable Network before, ZoneIndex.@Nullable Network after) {}
        });
    return ids;
  }

  @SuppressWarnings("ReferenceEquality") // what has not changed is the same
  private @Nullable Zone zone(int zoneId, ZoneIndex next, boolean sameViews, ClaimCut cut) {
    var before = whole.zone(zoneId);
    var after = next.zone(zoneId);
    var had = extract.zone(zoneId);
    if (after == null) {
      return null;
    }
    var goesOn =
        sameViews
            && before != null
            && had != null
            && before.apex().equals(after.apex())
            && before.claimPolicy() == after.claimPolicy();
    if (!goesOn || before == null || had == null) {
      return fresh(after, cut);
    }
    return before == after ? had : changed(before, after, had, cut);
  }

  private static Zone fresh(Zone zone, ClaimCut cut) {
    var builder = new ZoneBuilder(zone.apex());
    Zone.comparePacked(
        null,
        zone,
        (was, is) -> {
          if (is != null) {
            builder.add(cut.of(is, zone));
          }
        });
    return builder.build(zone.soaSettings(), zone.claimPolicy(), zone.revision());
  }

  private static Zone changed(Zone before, Zone after, Zone had, ClaimCut cut) {
    var draft =
        new ZoneDraft.Changed(
            0, had.withSettings(after.soaSettings(), after.claimPolicy(), after.revision()));
    Zone.comparePacked(
        before,
        after,
        (was, is) -> {
          if (is != null) {
            draft.put(cut.of(is, after));
          } else if (was != null) {
            var at = PackedNode.ownerAt();
            draft.remove(Arrays.copyOfRange(was, at, at + PackedNode.ownerLength(was)));
          }
        });
    return draft.build();
  }
}
