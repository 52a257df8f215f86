package io.postern.server.endpoint;

import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;

/**
 * Whether a network takes another endpoint: it by itself, and together with the networks it is
 * peered with. The network's policy says how many, unless the subscription has limits of its own.
 */
final class NetworkRoom {
  private static final Quota ALONE = Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK;
  private static final Quota WITH_PEERS = Quota.PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS;

  private NetworkRoom() {}

  static void require(ReadTx tx, Subscription subscription, ResourceName name) {
    var policy = tx.get(VirtualNetwork.KIND, name).endpointPolicy();
    long used = tx.count(ALONE.within(name));
    ALONE.requireRoom(subscription, used, policy.endpoints());
    for (var peering : tx.list(Peering.KIND, Scope.under(name), "", Integer.MAX_VALUE)) {
      if (peering.isConnected()) used += tx.count(ALONE.within(peering.remoteVirtualNetwork()));
    }
    WITH_PEERS.requireRoom(subscription, used, policy.endpointsWithPeers());
  }
}
