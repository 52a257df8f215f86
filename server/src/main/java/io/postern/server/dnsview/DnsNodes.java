package io.postern.server.dnsview;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Progress;
import io.postern.server.store.RevisionGate;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that follow this server, and how far each says it is. A node is known from when it
 * begins to follow until it leaves.
 */
public final class DnsNodes implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  /** The most nodes that follow a server. */
  private static final int MAX = 1_000;

  private final Map<String, Followed> nodes = new ConcurrentSkipListMap<>();
  private volatile boolean ending;

  private record Followed(NodeOwner owner, NodeStream stream, RevisionGate served) {}

  /**
   * Whose node it is, and what it serves.
   *
   * @param principal the id of the caller
   * @param networks empty for everything
   */
  record NodeOwner(String principal, List<String> networks) {
    NodeOwner {
      networks = List.copyOf(networks);
    }
  }

  /** What is shown of a node; revision 0 for one that has not said yet what it serves. */
  record Shown(Revision served, List<String> networks) {}

  @Inject
  DnsNodes() {}

  static String requireName(String node) {
    if (NAME.matcher(node).matches()) return node;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "node",
        "'"
            + node
            + "' is not a node's name: 1 to 63 letters, digits, hyphens and dots, beginning with a"
            + " letter or digit.");
  }

  /** Serves a stream on this thread until it ends. */
  void serve(String node, NodeOwner owner, NodeStream stream) throws InterruptedException {
    if (nodes.size() >= MAX && !nodes.containsKey(node)) throw tooMany();
    var followed = new Followed(owner, stream, new RevisionGate(Revision.ZERO));
    var before = put(node, followed);
    if (before != null) before.stream().end();
    try {
      // It may have come too late to be ended with the others.
      if (ending) throw stopping();
      stream.run();
      if (ending) throw stopping();
    } finally {
      nodes.remove(node, followed);
    }
  }

  private synchronized @Nullable Followed put(String node, Followed followed) {
    var before = nodes.get(node);
    if (before != null && !before.owner().principal().equals(followed.owner().principal()))
      throw ControlException.invalid(
          Reason.INVALID_FIELD, "node", "'" + node + "' is another's; choose another name.");
    return nodes.put(node, followed);
  }

  /** How a node goes on. */
  Progress progress(Principal caller, String node) {
    return followed(caller, node).served();
  }

  void reported(Principal caller, String node, Revision served) {
    followed(caller, node).served().advance(served);
  }

  private static boolean mayKnow(Principal caller, Followed followed) {
    return caller.isAdministrator() || caller.id().equals(followed.owner().principal());
  }

  private Followed followed(Principal caller, String node) {
    var followed = nodes.get(requireName(node));
    if (followed != null && mayKnow(caller, followed)) return followed;
    throw ControlException.invalid(
        Reason.INVALID_FIELD, "node", "No DNS node '" + node + "' follows this server.");
  }

  /** The nodes that a caller may know of. */
  SortedMap<String, Shown> shown(Principal caller) {
    var shown = new TreeMap<String, Shown>();
    nodes.forEach((node, followed) -> {
      if (mayKnow(caller, followed))
        shown.put(node, new Shown(followed.served().current(), followed.owner().networks()));
    });
    return shown;
  }

  /** Tells every node to come back later or ask another server. */
  @Override
  public void close() {
    ending = true;
    nodes.values().forEach(followed -> followed.stream().end());
  }

  private static ControlException stopping() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.RETRYABLE_ERROR,
                "The server is stopping; follow another one, or this one later.")));
  }

  private static ControlException tooMany() {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    MAX + " DNS nodes follow this server; have the next follow another.")
                .with("quota", "dnsNodes")
                .with("limit", Integer.toString(MAX))));
  }
}
