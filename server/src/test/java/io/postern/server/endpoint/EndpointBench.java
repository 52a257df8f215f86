package io.postern.server.endpoint;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateEndpointResponse;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.NetworkInterface;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceBlockingStub;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UnregisterProviderRequest;
import io.postern.v1.UpdateQuotaRequest;
import java.util.List;

/** Bob of contoso, who asks for endpoints, and what can be counted around him. */
final class EndpointBench {
  final Lab lab;
  final String network;
  private final ControlPlane plane;
  private final PrivateEndpointServiceBlockingStub bob;

  EndpointBench(ControlPlane plane) {
    this.plane = plane;
    this.lab = Lab.in(plane);
    this.network = lab.network("vnet-a", "10.1.0.0/16");
    this.bob = plane.stubAs("bob@contoso", PrivateEndpointServiceGrpc::newBlockingStub);
  }

  PrivateEndpoint create(String id, PrivateEndpoint.Builder wanted) {
    return create(request(id, wanted)).getPrivateEndpoint();
  }

  CreatePrivateEndpointResponse create(CreatePrivateEndpointRequest.Builder request) {
    return bob.createPrivateEndpoint(request.build());
  }

  Refusal refusal(PrivateEndpoint.Builder wanted) {
    return Refusal.of(() -> create("refused", wanted));
  }

  static CreatePrivateEndpointRequest.Builder request(String id, PrivateEndpoint.Builder wanted) {
    return CreatePrivateEndpointRequest.newBuilder()
        .setParent(Lab.CONSUMER)
        .setPrivateEndpointId(id)
        .setPrivateEndpoint(wanted);
  }

  /** A manual request for the blobs of a storage account. */
  PrivateEndpoint.Builder blob(String target) {
    return Lab.wanted(network, target, true, "blob");
  }

  String resource(String id, String type) {
    return lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder().setType(type).setRegion(Lab.REGION).build());
  }

  NetworkInterface networkInterface(PrivateEndpoint endpoint) {
    return interfaces().stream()
        .filter(nic -> nic.getName().equals(endpoint.getNetworkInterfaces(0)))
        .findFirst()
        .orElseThrow();
  }

  private List<NetworkInterface> interfaces() {
    return plane
        .stub(NetworkInterfaceServiceGrpc::newBlockingStub)
        .listNetworkInterfaces(
            ListNetworkInterfacesRequest.newBuilder().setParent("subscriptions/contoso").build())
        .getNetworkInterfacesList();
  }

  Subnet.AddressCounters counters() {
    return plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .getSubnet(GetSubnetRequest.newBuilder().setName(network + "/subnets/default").build())
        .getSubnet()
        .getAddressCounters(0);
  }

  /** Everything that a create writes, as text: equal before and after a call that wrote nothing. */
  String everything() {
    var endpoints =
        plane
            .stub(PrivateEndpointServiceGrpc::newBlockingStub)
            .listPrivateEndpoints(
                ListPrivateEndpointsRequest.newBuilder().setParent("subscriptions/contoso").build())
            .getPrivateEndpointsList();
    var connections =
        plane
            .stub(PrivateEndpointConnectionServiceGrpc::newBlockingStub)
            .listPrivateEndpointConnections(
                ListPrivateEndpointConnectionsRequest.newBuilder()
                    .setParent("subscriptions/fabrikam")
                    .build())
            .getPrivateEndpointConnectionsList();
    return endpoints + "\n" + connections + "\n" + interfaces() + "\n" + counters();
  }

  void unregister(String subscription) {
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .unregisterProvider(
                UnregisterProviderRequest.newBuilder()
                    .setName("subscriptions/" + subscription)
                    .setProvider("Microsoft.Network")
                    .build());
  }

  void register(String subscription) {
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .registerProvider(
                RegisterProviderRequest.newBuilder()
                    .setName("subscriptions/" + subscription)
                    .setProvider("Microsoft.Network")
                    .build());
  }

  void limit(String subscription, String quota, long limit) {
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .updateQuota(
                UpdateQuotaRequest.newBuilder()
                    .setName("subscriptions/" + subscription)
                    .setQuota(quota)
                    .setLimit(limit)
                    .build());
  }
}
