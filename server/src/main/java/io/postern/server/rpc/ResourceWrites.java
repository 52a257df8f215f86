package io.postern.server.rpc;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx;

/** Create, Update and Delete of one kind, as a feature makes them: with its rules. */
public interface ResourceWrites<T extends Resource> {
  T create(WriteTx tx, RequestContext context, T wanted);

  /**
   * Makes a resource what is wanted of it.
   *
   * @param etag what it has to have now; empty for any
   */
  T update(WriteTx tx, RequestContext context, T wanted, String etag);

  /**
   * Deletes a resource.
   *
   * @param etag what it has to have now; empty for any
   */
  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag);
}
