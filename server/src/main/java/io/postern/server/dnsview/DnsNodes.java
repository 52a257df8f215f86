package io.postern.server.dnsview;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Progress;
import io.postern.server.store.RevisionGate;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

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

  private record Followed(NodeStream stream, RevisionGate served) {}

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
  void serve(String node, NodeStream stream) throws InterruptedException {
    if (nodes.size() >= MAX && !nodes.containsKey(node)) throw tooMany();
    var followed = new Followed(stream, new RevisionGate(Revision.ZERO));
    var before = nodes.put(node, followed);
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

  /** How a node goes on. */
  Progress progress(String node) {
    return followed(node).served();
  }

  void reported(String node, Revision served) {
    followed(node).served().advance(served);
  }

  private Followed followed(String node) {
    var followed = nodes.get(requireName(node));
    if (followed != null) return followed;
    throw ControlException.invalid(
        Reason.INVALID_FIELD, "node", "No DNS node '" + node + "' follows this server.");
  }

  /** The nodes, with the revision that each serves: 0 for one that has not said so yet. */
  Map<String, Revision> served() {
    var served = new TreeMap<String, Revision>();
    nodes.forEach((node, followed) -> served.put(node, followed.served().current()));
    return served;
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
