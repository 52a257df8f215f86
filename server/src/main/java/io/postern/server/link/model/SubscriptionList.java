package io.postern.server.link.model;

import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * A service's list of subscriptions: names as ours are, bare ids as Azure's lists have them, or the
 * one entry {@code *}.
 */
final class SubscriptionList {
  /** Stands for every subscription. */
  static final String EVERYONE = "*";

  private SubscriptionList() {}

  static boolean covers(List<String> list, ResourceName subscription) {
    return list.contains(EVERYONE) || names(list, subscription.text());
  }

  static boolean names(List<String> list, String subscription) {
    var wanted = bare(subscription);
    return list.stream().anyMatch(listed -> bare(listed).equalsIgnoreCase(wanted));
  }

  private static String bare(String subscription) {
    int slash = subscription.lastIndexOf('/');
    return subscription.substring(slash + 1);
  }
}
