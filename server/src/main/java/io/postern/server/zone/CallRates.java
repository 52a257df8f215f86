package io.postern.server.zone;

import io.postern.server.config.RuleSettings;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each subscription may call, by the quotas that are counted by the minute. A
 * subscription that was quiet can make a minute's calls at once; after that there is room for one
 * more each part of a minute. Kept in memory and by each server for itself. Thread-safe.
 */
final class CallRates {
  /** When so many buckets are kept, those that are full again are dropped: they say nothing. */
  private static final int MANY = 10_000;

  private final RuleSettings rules;
  private final ConcurrentHashMap<Caller, CallBucket> buckets = new ConcurrentHashMap<>();

  private record Caller(ResourceName subscription, Quota quota) {}

  @Inject
  CallRates(RuleSettings rules) {
    this.rules = rules;
  }

  /**
   * Counts a call, or refuses it when there were too many. Called once it is known that the caller
   * may make it at all.
   *
   * @param within a name in the subscription that is called
   */
  void require(ReadTx tx, RequestContext context, Quota quota, ResourceName within) {
    if (!rules.zoneCallLimits()) return;
    var subscription = tx.get(Subscription.KIND, within.subscription().orElseThrow());
    var now = context.now();
    if (buckets.size() >= MANY) buckets.values().removeIf(bucket -> bucket.isFull(now));
    var bucket =
        buckets.computeIfAbsent(
            new Caller(subscription.name(), quota), caller -> new CallBucket(now));
    bucket
        .take(quota.limit(subscription), now)
        .ifPresent(retryAfter -> {
          throw quota.tooFast(subscription, retryAfter);
        });
  }
}
