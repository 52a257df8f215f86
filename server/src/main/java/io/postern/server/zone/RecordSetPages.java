package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists of record sets in pages, zone by zone. Not the common list of resources: half of what it
 * shows is stored nowhere.
 */
final class RecordSetPages {
  /** How many zones are read at a time when a list goes over several. */
  private static final int ZONES = 50;

  private final Policy policy;

  @Inject
  RecordSetPages(Policy policy) {
    this.policy = policy;
  }

  Page<RecordSetEntry> list(
      ReadTx tx,
      RequestContext context,
      String parent,
      Optional<RecordType> type,
      int pageSize,
      String pageToken) {
    int size = PageToken.size(pageSize);
    var scope = Scope.parse(parent, "parent");
    // The type is part of the list, so a token of another type is no token of this one.
    var listed = new Scope(scope.prefix() + type.map(RecordType::name).orElse(""));
    var after = PageToken.parse(pageToken, RecordSet.KIND, listed);
    var entries =
        isOneZone(parent)
            ? RecordSetReads.list(tx, zone(tx, context, parent), type, after, size + 1)
            : overZones(tx, context, scope, type, after, size + 1);
    if (entries.size() <= size) return new Page<>(entries, Optional.empty());
    var page = entries.subList(0, size);
    return new Page<>(
        page, Optional.of(PageToken.of(RecordSet.KIND, listed, page.getLast().name())));
  }

  private static boolean isOneZone(String parent) {
    return !parent.isEmpty() && !parent.equals("-") && !parent.endsWith("/-");
  }

  private PrivateDnsZone zone(ReadTx tx, RequestContext context, String parent) {
    var name = PrivateDnsZone.KIND.parse(parent, "parent");
    policy.require(tx, context, PrivateDnsZone.KIND, "read", name);
    return tx.get(PrivateDnsZone.KIND, name);
  }

  private List<RecordSetEntry> overZones(
      ReadTx tx,
      RequestContext context,
      Scope scope,
      Optional<RecordType> type,
      String after,
      int limit) {
    var entries = new ArrayList<RecordSetEntry>();
    var subscription = scope.subscription();
    if (subscription.isPresent()
        && !policy.reaches(tx, context.principal(), subscription.get(), scope.prefix()))
      return entries;
    var afterZone = "";
    if (!after.isEmpty()) {
      // The zone that the page before ended in may have more.
      var begun = zoneOf(after, scope);
      afterZone = begun.key();
      tx.find(PrivateDnsZone.KIND, begun)
          .filter(zone -> isVisible(tx, context, zone))
          .ifPresent(zone -> entries.addAll(RecordSetReads.list(tx, zone, type, after, limit)));
    }
    while (entries.size() < limit) {
      var zones = tx.list(PrivateDnsZone.KIND, scope, afterZone, ZONES);
      for (var zone : zones) {
        afterZone = zone.name().key();
        if (entries.size() >= limit || !isVisible(tx, context, zone)) continue;
        entries.addAll(RecordSetReads.list(tx, zone, type, "", limit - entries.size()));
      }
      if (zones.size() < ZONES) break;
    }
    return entries;
  }

  /** Where the page before ended, which anybody may have written into the token. */
  private static ResourceName zoneOf(String after, Scope scope) {
    try {
      var zone = RecordSet.KIND.parse(after, "page_token").parent();
      if (scope.covers(zone)) return zone;
    } catch (ControlException e) {
      // falls through to the one refusal
    }
    throw PageToken.invalid();
  }

  private boolean isVisible(ReadTx tx, RequestContext context, PrivateDnsZone zone) {
    return policy.permitsRead(tx, context.principal(), PrivateDnsZone.KIND, zone.name());
  }
}
