package io.postern.server.identity;

import io.postern.server.identity.model.ApiToken;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.OpenCalls;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ChangeTap;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All API tokens, in memory: a call is let in without asking the store, which may be away. A token
 * that was revoked or changed, here or by another server, is so here once this server has that
 * revision, and the streams that it opened end. Thread-safe.
 */
public final class TokenIndex implements ChangeTap {
  private static final int PAGE = 1000;

  private final Store store;
  private final OpenCalls open;
  private final Map<String, ApiToken> tokens = new ConcurrentHashMap<>();

  @Inject
  TokenIndex(Store store, OpenCalls open) {
    this.store = store;
    this.open = open;
  }

  /** Reads all there are. */
  public void load() {
    var all = store.read(TokenIndex::all);
    for (var known : List.copyOf(tokens.values())) {
      if (!all.containsKey(known.name().key())) remove(known.name(), known.meta().updated());
    }
    all.values().forEach(this::put);
  }

  private static Map<String, ApiToken> all(ReadTx tx) {
    var all = new HashMap<String, ApiToken>();
    var after = "";
    while (true) {
      var page = tx.list(ApiToken.KIND, Scope.EVERYTHING, after, PAGE);
      for (var token : page) all.put(token.name().key(), token);
      if (page.size() < PAGE) return all;
      after = page.getLast().name().key();
    }
  }

  /**
   * A token by its id. One that is not known yet may be another server's that was made just now.
   */
  Optional<ApiToken> find(String id) {
    var name = ApiToken.name(id);
    var known = tokens.get(name.key());
    if (known != null || store.log().staleness().isZero()) return Optional.ofNullable(known);
    return store.read(tx -> tx.find(ApiToken.KIND, name));
  }

  @Override
  public void changed(List<Change> changes) {
    for (var change : changes) {
      if (!(change.resource() instanceof ApiToken token)) continue;
      if (change.operation() == Operation.DELETED) remove(token.name(), change.revision());
      else put(token);
    }
  }

  @Override
  public void missed() {
    load();
  }

  private void put(ApiToken token) {
    var _ =
        tokens.merge(
            token.name().key(),
            token,
            (old, other) -> old.meta().updated().isAfter(other.meta().updated()) ? old : other);
    // Its secret may be another one.
    open.recheck(token.name().text());
  }

  private void remove(ResourceName name, Revision at) {
    var left =
        tokens.computeIfPresent(
            name.key(), (any, old) -> old.meta().updated().isAfter(at) ? old : null);
    if (left == null) open.recheck(name.text());
  }
}
