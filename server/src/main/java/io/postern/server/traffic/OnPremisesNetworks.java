package io.postern.server.traffic;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.overlap.SharedAddresses;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import jakarta.inject.Inject;

/** The use cases that create, change and delete on-premises networks. */
final class OnPremisesNetworks implements ResourceWrites<OnPremisesNetwork> {
  private final Writes writes;

  @Inject
  OnPremisesNetworks(Writes writes) {
    this.writes = writes;
  }

  @Override
  public OnPremisesNetwork create(WriteTx tx, RequestContext context, OnPremisesNetwork wanted) {
    requireGateways(tx, context, wanted);
    return writes.create(tx, context, wanted, () -> SharedAddresses.remark(tx, wanted));
  }

  @Override
  public OnPremisesNetwork update(
      WriteTx tx, RequestContext context, OnPremisesNetwork wanted, String etag) {
    var current = writes.current(tx, context, OnPremisesNetwork.KIND, wanted.name(), etag);
    requireGateways(tx, context, wanted);
    boolean sameSources =
        current.addressPrefixes().equals(wanted.addressPrefixes())
            && current.gateways().equals(wanted.gateways());
    return tx.update(wanted, "updated" + (sameSources ? "" : SharedAddresses.remark(tx, wanted)));
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    writes.delete(tx, context, OnPremisesNetwork.KIND, name, etag);
  }

  private void requireGateways(WriteTx tx, RequestContext context, OnPremisesNetwork wanted) {
    for (var gateway : wanted.gateways())
      writes.joined(tx, context, VirtualNetworkGateway.KIND, gateway);
  }
}
