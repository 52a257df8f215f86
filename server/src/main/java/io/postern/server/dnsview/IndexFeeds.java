package io.postern.server.dnsview;

import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;

/** One feed for all nodes that serve the same networks, for as long as there is one. */
final class IndexFeeds {
  private final DnsPublisher publisher;
  private final Map<SortedSet<String>, Used> feeds = new HashMap<>();

  /** A feed, and how many nodes have it. */
  private static final class Used {
    private final IndexFeed feed;
    private int nodes;

    Used(IndexFeed feed) {
      this.feed = feed;
    }
  }

  @Inject
  IndexFeeds(DnsPublisher publisher) {
    this.publisher = publisher;
  }

  /** The feed of these networks, which is to be given back. */
  synchronized IndexFeed take(SortedSet<String> networkKeys) {
    var used =
        feeds.computeIfAbsent(
            networkKeys, keys -> new Used(new IndexFeed(publisher::published, keys)));
    used.nodes++;
    return used.feed;
  }

  synchronized void giveBack(SortedSet<String> networkKeys) {
    var used = Objects.requireNonNull(feeds.get(networkKeys));
    used.nodes--;
    if (used.nodes == 0) feeds.remove(networkKeys);
  }
}
