package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person can get wrong: code, reason and field path, and nothing half-written. */
class BadInputTest {
  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private String target;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    target = lab.storage("acct");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void anEnumNumberThatIsNotKnown() {
    require(
        "UNKNOWN_FIELD_VALUE", "private_endpoint.ip_version_type", blob().setIpVersionTypeValue(9));
    var states = ListPrivateEndpointConnectionsRequest.newBuilder().setParent(target);
    assertEquals(
        List.of("states"),
        Refusal.of(() ->
                lab.connections().listPrivateEndpointConnections(states.addStatesValue(77).build()))
            .fields());
  }

  @Test
  void aRegionThatIsUnknownOrAnothersThanTheNetworks() {
    require("REGION_MISMATCH", "private_endpoint.region", blob().setRegion("westus"));
    require(
        "LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE",
        "private_endpoint.region",
        blob().setRegion("atlantis"));
  }

  @Test
  void aSubnetOfAnotherSubscription() {
    var theirs = lab.network(Lab.PROVIDER, "vnet-p", "10.7.0.0/16");

    require(
        "SUBSCRIPTION_MISMATCH",
        "private_endpoint.subnet",
        Lab.wanted(theirs, target, true, "blob"));
  }

  @Test
  void aSubnetThatIsNotThere() {
    var refused = refusal(blob().setSubnet(network + "/subnets/none"));

    assertEquals(Status.Code.NOT_FOUND, refused.code());
    assertEquals("RESOURCE_NOT_FOUND", refused.reason());
  }

  @Test
  void aSubnetWithThreeAddressesTakesNoFourth() {
    var small = lab.subnet(network, "small", "10.1.9.0/29");
    for (int i = 0; i < 3; i++) lab.endpoint("pe" + i, blob().setSubnet(small));
    var before = everything(small);

    var refused = refusal(blob().setSubnet(small));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("SUBNET_FULL", refused.reason());
    assertEquals(small, refused.metadata().get("subnet"));
    assertEquals(before, everything(small));
  }

  @Test
  void aTargetWithMoreMembersThanTheSubnetHasAddressesTakesNone() {
    var small = lab.subnet(network, "small", "10.1.9.0/29");
    lab.endpoint("one", blob().setSubnet(small));
    lab.endpoint("two", blob().setSubnet(small));
    var registry =
        lab.resource(
            Lab.PROVIDER,
            "reg1",
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.ContainerRegistry/registries")
                .setRegion(Lab.REGION)
                .build());
    var before = everything(small);

    var refused = refusal(Lab.wanted(network, registry, true, "registry").setSubnet(small));

    assertEquals("SUBNET_FULL", refused.reason());
    assertEquals(before, everything(small));
  }

  @Test
  void namesThatAreMalformed() {
    require("NAME_MALFORMED", "private_endpoint.subnet", blob().setSubnet("vnet-a/default"));
    require("NAME_MALFORMED", "private_endpoint.subnet", blob().setSubnet(network));
    require("INVALID_FIELD", "private_endpoint.subnet", blob().setSubnet(""));
    require(
        "NAME_MALFORMED",
        "private_endpoint.private_link_service_connection.target",
        Lab.wanted(network, "subscriptions//x", true, "blob"));
    require(
        "NAME_MALFORMED",
        "private_endpoint.private_link_service_connection.target",
        Lab.wanted(network, "x/".repeat(600) + "y", true, "blob"));
    var read =
        Refusal.of(() ->
            lab.endpoints()
                .getPrivateEndpoint(
                    GetPrivateEndpointRequest.newBuilder().setName("a\u0000/b").build()));
    assertEquals(List.of("name"), read.fields());
  }

  @Test
  void aTypeThatIsNotInTheCatalogue() {
    var refused =
        resourceRefusal(PrivateLinkResource.newBuilder().setType("Microsoft.Strorage/accounts"));

    assertEquals("NO_REGISTERED_PROVIDER_FOUND", refused.reason());
    assertEquals(List.of("private_link_resource.type"), refused.fields());
  }

  @Test
  void aDurationThatNothingStandsFor() {
    for (long seconds : List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)) {
      var policy =
          ConnectionPolicy.newBuilder().setPendingTtl(Duration.newBuilder().setSeconds(seconds));
      var refused =
          resourceRefusal(
              PrivateLinkResource.newBuilder()
                  .setType("Microsoft.Storage/storageAccounts")
                  .setConnectionPolicy(policy));
      assertEquals(
          List.of("private_link_resource.connection_policy.pending_ttl"), refused.fields());
    }
  }

  @Test
  void aMessageOverTheLimitIsTooLargeAndTheServerGoesOn() {
    var before = everything(network + "/subnets/default");
    var large = blob().putTags("large", "x".repeat(2 << 20));

    var refused = Refusal.of(() -> lab.endpoint("pe", large));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("MESSAGE_TOO_LARGE", refused.reason());
    assertEquals("1048576", refused.metadata().get("limit"));
    assertEquals(before, everything(network + "/subnets/default"));
  }

  @Test
  void aMessageFarOverTheLimitIsCutOffAndTheServerGoesOn() {
    var before = everything(network + "/subnets/default");
    var huge = blob().putTags("large", "x".repeat(5 << 20));

    var thrown = assertThrows(StatusRuntimeException.class, () -> lab.endpoint("pe", huge));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, thrown.getStatus().getCode());
    assertEquals(before, everything(network + "/subnets/default"));
  }

  @Test
  void aMessageUnderTheLimitIsJudgedByItsFields() {
    var tag = blob().putTags("large", "x".repeat(1_000_000));

    require("INVALID_FIELD", "private_endpoint.tags", tag);
  }

  @Test
  void headersOverTheLimitAreRefusedAndTheServerGoesOn() {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("large", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(64 << 10));
    var subscriptions =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));

    var thrown =
        assertThrows(
            StatusRuntimeException.class,
            () -> subscriptions.listSubscriptions(ListSubscriptionsRequest.getDefaultInstance()));

    assertTrue(
        List.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL, Status.Code.UNKNOWN)
            .contains(thrown.getStatus().getCode()),
        thrown.toString());
    requireAlive();
  }

  @Test
  void aCallerThatIsNoIdentityIsToldTheForm() {
    for (var word : List.of("alice", "@contoso", "alice@", "a b@contoso", "alice@con toso")) {
      var subscriptions = plane.stubAs(word, SubscriptionServiceGrpc::newBlockingStub);
      var refused =
          Refusal.of(
              () -> subscriptions.listSubscriptions(ListSubscriptionsRequest.getDefaultInstance()));
      assertEquals(List.of("postern-principal"), refused.fields(), word);
    }
  }

  @Test
  void randomBytesOnTheSocketHurtNobody() throws IOException {
    var random = new Random(11);
    for (int round = 0; round < 20; round++) {
      var bytes = new byte[random.nextInt(1, 5000)];
      random.nextBytes(bytes);
      send(bytes);
      var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      var both = new byte[preface.length + bytes.length];
      System.arraycopy(preface, 0, both, 0, preface.length);
      System.arraycopy(bytes, 0, both, preface.length, bytes.length);
      send(both);
    }
    send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    requireAlive();
  }

  /** The server may answer, or hang up before all of it is sent. */
  private void send(byte[] bytes) throws IOException {
    var address = plane.server().grpcAddress();
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write(bytes);
    } catch (SocketException hungUp) {
      assertTrue(plane.server().grpcAddress().getPort() > 0);
    }
  }

  private void requireAlive() {
    var endpoint = lab.endpoint("alive", blob());
    assertEquals(endpoint, lab.get(endpoint));
  }

  private PrivateEndpoint.Builder blob() {
    return Lab.wanted(network, target, true, "blob");
  }

  private void require(String reason, String field, PrivateEndpoint.Builder wanted) {
    var before = everything(network + "/subnets/default");
    var refused = refusal(wanted);
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals(reason, refused.reason());
    assertEquals(List.of(field), refused.fields());
    assertEquals(before, everything(network + "/subnets/default"));
  }

  private Refusal refusal(PrivateEndpoint.Builder wanted) {
    var request =
        CreatePrivateEndpointRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setPrivateEndpointId("refused")
            .setPrivateEndpoint(wanted)
            .build();
    return Refusal.of(() -> lab.endpoints().createPrivateEndpoint(request));
  }

  private Refusal resourceRefusal(PrivateLinkResource.Builder resource) {
    var request =
        CreatePrivateLinkResourceRequest.newBuilder()
            .setParent(Lab.PROVIDER)
            .setPrivateLinkResourceId("refused")
            .setPrivateLinkResource(resource.setRegion(Lab.REGION))
            .build();
    return Refusal.of(() ->
        plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .createPrivateLinkResource(request));
  }

  private String everything(String subnet) {
    var endpoints =
        lab.endpoints()
            .listPrivateEndpoints(
                ListPrivateEndpointsRequest.newBuilder().setParent("subscriptions/contoso").build())
            .getPrivateEndpointsList();
    var connections =
        lab.connections()
            .listPrivateEndpointConnections(
                ListPrivateEndpointConnectionsRequest.newBuilder()
                    .setParent("subscriptions/fabrikam")
                    .build())
            .getPrivateEndpointConnectionsList();
    var interfaces =
        plane
            .stub(NetworkInterfaceServiceGrpc::newBlockingStub)
            .listNetworkInterfaces(
                ListNetworkInterfacesRequest.newBuilder()
                    .setParent("subscriptions/contoso")
                    .build())
            .getNetworkInterfacesList();
    var counters =
        plane
            .stub(SubnetServiceGrpc::newBlockingStub)
            .getSubnet(GetSubnetRequest.newBuilder().setName(subnet).build())
            .getSubnet()
            .getAddressCountersList();
    return endpoints + "\n" + connections + "\n" + interfaces + "\n" + counters;
  }
}
