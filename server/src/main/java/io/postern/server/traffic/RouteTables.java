package io.postern.server.traffic;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.traffic.model.RouteTable;
import jakarta.inject.Inject;

/** The use cases that create, change and delete route tables. */
final class RouteTables implements ResourceWrites<RouteTable> {
  private final Writes writes;

  @Inject
  RouteTables(Writes writes) {
    this.writes = writes;
  }

  @Override
  public RouteTable create(WriteTx tx, RequestContext context, RouteTable wanted) {
    return writes.create(tx, context, wanted);
  }

  @Override
  public RouteTable update(WriteTx tx, RequestContext context, RouteTable wanted, String etag) {
    var current = writes.current(tx, context, RouteTable.KIND, wanted.name(), etag);
    Writes.requireSame(current.region().equals(wanted.region()), "route_table.region");
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    writes.delete(tx, context, RouteTable.KIND, name, etag);
  }
}
