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
import java.util.Optional;

/** Get and List, the same for every kind: what a caller may not see is not there. */
public final class ResourceReads {
  private final Policy policy;

  @Inject
  ResourceReads(Policy policy) {
    this.policy = policy;
  }

  public <T extends Resource> T get(ReadTx tx, RequestContext context, Kind<T> kind, String name) {
    var parsed = kind.parse(name, "name");
    policy.require(tx, context, kind, "read", parsed);
    return tx.get(kind, parsed);
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
    int size = PageToken.size(pageSize);
    var scope = Scope.parse(parent, "parent");
    var after = PageToken.parse(pageToken, kind, scope);
    var items = new ArrayList<T>();
    // One more than the page tells whether there is a next one.
    while (true) {
      var batch = tx.list(kind, scope, after, size + 1);
      for (var item : batch) {
        after = item.name().key();
        if (!policy.permits(tx, context.principal(), kind.action("read"), item.name())) continue;
        if (items.size() == size)
          return new Page<>(items, Optional.of(PageToken.of(kind, scope, items.getLast().name())));
        items.add(item);
      }
      if (batch.size() <= size) return new Page<>(items, Optional.empty());
    }
  }
}
