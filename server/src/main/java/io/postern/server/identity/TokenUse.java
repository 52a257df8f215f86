package io.postern.server.identity;

import io.postern.server.identity.model.ApiToken;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.OpenCalls;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When tokens were last shown: remembered at each call, and written down now and then. Also ends
 * the streams whose callers' proof is over. Run each second.
 */
public final class TokenUse implements Runnable {
  /** What is written down is as old as this at most, and each token makes a write as often. */
  static final Duration COARSE = Duration.ofMinutes(1);

  private final Store store;
  private final OpenCalls open;
  private final InstantSource clock;
  private final Map<ResourceName, Instant> unwritten = new ConcurrentHashMap<>();

  @Inject
  TokenUse(Store store, OpenCalls open, InstantSource clock) {
    this.store = store;
    this.open = open;
    this.clock = clock;
  }

  void shown(ApiToken token, Instant now) {
    boolean known = token.lastUsed().map(it -> it.plus(COARSE).isAfter(now)).orElse(false);
    if (!known) unwritten.putIfAbsent(token.name(), now);
  }

  @Override
  public void run() {
    open.recheckExpired(clock.instant());
    if (!unwritten.isEmpty() && store.trouble().isEmpty()) write();
  }

  private void write() {
    var all = new HashMap<>(unwritten);
    var context = new RequestContext(Principal.SYSTEM, clock.instant());
    var _ =
        store.write(
            context,
            tx -> {
              all.forEach((name, time) ->
                  tx.find(ApiToken.KIND, name)
                      .filter(token -> token.lastUsed().map(time::isAfter).orElse(true))
                      .ifPresent(token -> tx.update(token.usedAt(time), "used")));
              return all.size();
            });
    all.forEach(unwritten::remove);
  }
}
