package io.postern.server.plan;

import io.postern.server.kernel.Resource.Tally;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.PlannedQuota;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/** The quotas that what a write creates counts towards, as they are after it. */
final class PlannedQuotaProto {
  private PlannedQuotaProto() {}

  static List<PlannedQuota> of(ReadTx tx, Predicate<ResourceName> readable, List<Change> changes) {
    var tallies = new LinkedHashSet<Tally>();
    for (var change : changes)
      if (change.operation() == Operation.CREATED) tallies.addAll(change.resource().tallies());
    var quotas = new ArrayList<PlannedQuota>();
    for (var tally : tallies) {
      if (!readable.test(tally.within())) continue;
      var subscription =
          tally.within().subscription().flatMap(name -> tx.find(Subscription.KIND, name));
      var quota = Quota.named(tally.sort());
      if (quota.isEmpty() || subscription.isEmpty()) continue;
      long limit = quota.get().limit(subscription.get());
      long used = tx.count(tally);
      quotas.add(
          PlannedQuota.newBuilder()
              .setQuota(quota.get().id())
              .setCountedOver(tally.within().text())
              .setLimit(limit)
              .setUsed(used)
              .setLeft(Math.max(0, limit - used))
              .build());
    }
    return quotas;
  }
}
