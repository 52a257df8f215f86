package io.postern.server.connection.ledger;

import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand.ApplyLists;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy.Listing;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.TargetLists;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves the connections of a target when its lists change and when there is room under a limit, in
 * the write that causes it. Who asked first comes first.
 */
public final class Reconciliation {
  private static final Comparator<Connection> FIRST_COME =
      Comparator.<Connection, Long>comparing(connection -> connection.meta().created().number())
          .thenComparing(Connection::name);

  private Reconciliation() {}

  /** What a target says in advance; empty once it is gone. */
  public static Optional<TargetLists> lists(ReadTx tx, ResourceName target) {
    return Connection.isService(target)
        ? tx.find(PrivateLinkService.KIND, target).map(PrivateLinkService::lists)
        : tx.find(PrivateLinkResource.KIND, target).map(PrivateLinkResource::lists);
  }

  /**
   * Applies changed lists: to pending connections always, to decided ones where the lists
   * reconcile. Rejections come first, so that the room they make is there for the others.
   */
  public static void listsChanged(
      WriteTx tx, ResourceName target, TargetLists before, TargetLists after) {
    if (before.equals(after)) return;
    var connections =
        inOrder(tx.referrers(Connection.KIND, Connection.TARGET, target, Integer.MAX_VALUE));
    for (boolean rejections : List.of(true, false)) {
      for (var connection : connections) {
        var consumer = connection.consumer();
        if ((after.listing(consumer) == Listing.REJECTED) != rejections) continue;
        apply(tx, connection, after, after.overrule(before, consumer), "The lists changed.");
      }
    }
  }

  /** Approves those that waited for room, as far as there is some. */
  static void roomAppeared(WriteTx tx, ResourceName target) {
    var waiting = tx.referrers(Connection.KIND, Connection.WAITING, target, Integer.MAX_VALUE);
    var lists = waiting.isEmpty() ? Optional.<TargetLists>empty() : lists(tx, target);
    if (lists.isEmpty()) return;
    for (var connection : inOrder(waiting)) {
      // One whose time is over is about to be rejected, and takes no room from the next.
      boolean over = connection.due().filter(due -> !due.isAfter(tx.now())).isPresent();
      if (!over) apply(tx, connection, lists.get(), false, "There is room under the limit.");
    }
  }

  private static void apply(
      WriteTx tx, Connection connection, TargetLists lists, boolean overrule, String why) {
    var listing =
        lists.listing(
            connection.consumer(), consumer -> tx.count(consumer.approvedAt(connection.target())));
    var policy = lists.policy();
    var command =
        new ApplyLists(
            listing, overrule, policy.rejectIsFinal(), policy.pendingTtl().map(tx.now()::plus));
    var system = new RequestContext(Principal.SYSTEM, tx.now());
    var words = listing == Listing.ACCEPTED ? "Approved automatically" : "";
    ConnectionLedger.step(tx, system, connection, command, words, why);
  }

  private static List<Connection> inOrder(List<Connection> connections) {
    return connections.stream().sorted(FIRST_COME).toList();
  }
}
