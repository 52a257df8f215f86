package io.postern.server.rpc;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Get and List, the same for every kind: what a caller may not see is not there. */
public final class ResourceReads {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  ResourceReads(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  public <T extends Resource> T get(ReadTx tx, RequestContext context, Kind<T> kind, String name) {
    return permitted.get(tx, context, kind, "read", kind.parse(name, "name"));
  }

  /**
   * One page of the resources of a kind under a parent.
   *
   * @param pageSize 0 for the default; more than the most is the most
   */
  public <T extends Resource> Page<T> list(
      ReadTx tx,
      RequestContext context,
      Kind<T> kind,
      String parent,
      int pageSize,
      String pageToken) {
    return list(tx, context, kind, parent, pageSize, pageToken, any -> true);
  }

  /** The same with only those that pass a filter. */
  public <T extends Resource> Page<T> list(
      ReadTx tx,
      RequestContext context,
      Kind<T> kind,
      String parent,
      int pageSize,
      String pageToken,
      Predicate<T> filter) {
    var principal = context.principal();
    var scope = Scope.parse(parent, "parent");
    var subscription = scope.subscription();
    if (subscription.isPresent()
        && !policy.reaches(tx, principal, subscription.get(), scope.prefix()))
      return nothing(kind, scope, pageSize, pageToken);
    return page(
        tx,
        kind,
        scope,
        pageSize,
        pageToken,
        item -> filter.test(item) && policy.permitsRead(tx, principal, kind, item.name()));
  }

  /**
   * A page of whatever passes a filter, anywhere: for answers that show no more than the filter
   * allows.
   */
  public <T extends Resource> Page<T> listUnchecked(
      ReadTx tx, Kind<T> kind, int pageSize, String pageToken, Predicate<T> filter) {
    return page(tx, kind, Scope.EVERYTHING, pageSize, pageToken, filter);
  }

  /** What a list without anything answers, which refuses what the others refuse. */
  private static <T extends Resource> Page<T> nothing(
      Kind<T> kind, Scope scope, int pageSize, String pageToken) {
    var _ = PageToken.size(pageSize);
    var _ = PageToken.parse(pageToken, kind, scope);
    return new Page<>(List.of(), Optional.empty());
  }

  private static <T extends Resource> Page<T> page(
      ReadTx tx, Kind<T> kind, Scope scope, int pageSize, String pageToken, Predicate<T> filter) {
    int size = PageToken.size(pageSize);
    var after = PageToken.parse(pageToken, kind, scope);
    var items = new ArrayList<T>();
    // One more than the page tells whether there is a next one.
    while (true) {
      var batch = tx.list(kind, scope, after, size + 1);
      for (var item : batch) {
        after = item.name().key();
        if (!filter.test(item)) continue;
        if (items.size() == size)
          return new Page<>(items, Optional.of(PageToken.of(kind, scope, items.getLast().name())));
        items.add(item);
      }
      if (batch.size() <= size) return new Page<>(items, Optional.empty());
    }
  }
}
