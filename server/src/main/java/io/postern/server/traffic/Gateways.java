package io.postern.server.traffic;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import jakarta.inject.Inject;

/** The use cases that create, change and delete virtual network gateways. */
final class Gateways implements ResourceWrites<VirtualNetworkGateway> {
  private static final String FIELD = "virtual_network_gateway.";

  private final Writes writes;

  @Inject
  Gateways(Writes writes) {
    this.writes = writes;
  }

  @Override
  public VirtualNetworkGateway create(
      WriteTx tx, RequestContext context, VirtualNetworkGateway wanted) {
    var network = writes.joined(tx, context, VirtualNetwork.KIND, wanted.virtualNetwork());
    if (!network.region().equals(wanted.region()))
      throw ControlException.invalid(
          Reason.REGION_MISMATCH,
          FIELD + "region",
          "A gateway has to be in the region of its virtual network, "
              + network.region()
              + ", not "
              + wanted.region()
              + ".");
    return writes.create(tx, context, wanted);
  }

  @Override
  public VirtualNetworkGateway update(
      WriteTx tx, RequestContext context, VirtualNetworkGateway wanted, String etag) {
    var current = writes.current(tx, context, VirtualNetworkGateway.KIND, wanted.name(), etag);
    Writes.requireSame(current.region().equals(wanted.region()), FIELD + "region");
    Writes.requireSame(current.type() == wanted.type(), FIELD + "gateway_type");
    Writes.requireSame(
        current.virtualNetwork().equals(wanted.virtualNetwork()), FIELD + "virtual_network");
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    writes.delete(tx, context, VirtualNetworkGateway.KIND, name, etag);
  }
}
