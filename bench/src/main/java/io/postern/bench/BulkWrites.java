package io.postern.bench;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import java.time.Clock;
import java.util.function.ObjIntConsumer;

/** Fills a store with what calls would make one by one, many to a write. */
public final class BulkWrites {
  private static final int OF_A_WRITE = 1_000;

  private BulkWrites() {}

  /**
   * Makes so many.
   *
   * @param one makes one of them; is told its number, from 0
   */
  public static void make(Store store, int count, ObjIntConsumer<WriteTx> one) {
    for (int first = 0; first < count; first += OF_A_WRITE) {
      int from = first;
      int end = Math.min(count, first + OF_A_WRITE);
      store.write(
          new RequestContext(Principal.SYSTEM, Clock.systemUTC().instant()),
          tx -> {
            for (int number = from; number < end; number++) one.accept(tx, number);
            return true;
          });
    }
  }
}
