package io.postern.server.connection;

import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand.Expire;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.InstantSource;

/**
 * Ends requests and approvals whose time is over. Cheap when nothing is due: one look into an
 * index.
 */
public final class ExpiryJob implements Runnable {
  /** How many connections one write ends; the rest wait for the next run. */
  private static final int MOST_AT_ONCE = 100;

  private final Store store;
  private final InstantSource clock;

  @Inject
  ExpiryJob(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void run() {
    var now = clock.instant();
    if (store.read(tx -> tx.due(Connection.KIND, now, 1)).isEmpty()) return;
    var context = new RequestContext(Principal.SYSTEM, now);
    store.write(
        context,
        tx -> {
          var due = tx.due(Connection.KIND, now, MOST_AT_ONCE);
          for (var connection : due) {
            ConnectionLedger.move(
                tx, context, connection, new Expire(), "The time allowed is over.");
          }
          return due.size();
        });
  }
}
