package io.postern.server.rpc;

import io.postern.server.kernel.RequestContext;
import io.postern.server.store.WriteTx;
import io.postern.v1.Plan;

/** Tells what a write has done that is about to be taken back. */
@FunctionalInterface
public interface Plans {
  /**
   * @param tx after the write's work, with all its changes
   */
  Plan of(WriteTx tx, RequestContext context);
}
