package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ARecord;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalToAnswerTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final String HOP = NAME + ". CNAME acct1.privatelink.blob.core.windows.net.";
  private static final String PRIVATE =
      "NOERROR " + HOP + " | acct1.privatelink.blob.core.windows.net. A 10.1.0.4";
  private static final String PUBLIC =
      "NOERROR "
          + HOP
          + " | acct1.privatelink.blob.core.windows.net. CNAME blob.s1.store.core.windows.net."
          + " | blob.s1.store.core.windows.net. A 203.0.113.161";

  @TempDir Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theNameLeadsToThePrivateAddressWhileTheConnectionIsApproved() {
    var lab = Lab.in(plane);
    var here = lab.network("vnet-a", "10.1.0.0/16");
    var elsewhere = lab.network("vnet-b", "10.2.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, here, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var target = lab.storage("acct1");
    var endpoint = lab.endpoint("pe1", Lab.wanted(here, target, true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);

    assertEquals(
        ConnectionState.CONNECTION_STATE_PENDING, endpoint.getConnectionStatus().getState());
    assertEquals(PUBLIC, lab.ask(here, NAME, "A"));
    lab.approve(endpoint);
    assertEquals(
        ConnectionState.CONNECTION_STATE_APPROVED,
        lab.get(endpoint).getConnectionStatus().getState());
    assertEquals(PRIVATE, lab.ask(here, NAME, "A"));
    assertEquals(PUBLIC, lab.ask(elsewhere, NAME, "A"));
    lab.reject(endpoint);
    assertEquals(PUBLIC, lab.ask(here, NAME, "A"));

    plane.close();
    start();
    assertEquals(PUBLIC, Lab.of(plane).ask(here, NAME, "A"));
    Lab.of(plane).approve(endpoint);
    assertEquals(PRIVATE, Lab.of(plane).ask(here, NAME, "A"));
  }

  @Test
  void aServiceBehindPrivateLinkIsReachedByItsNameInTheConsumersNetworkOnly() {
    var lab = Lab.in(plane);
    var here = lab.network("vnet-a", "10.1.0.0/16");
    var elsewhere = lab.network("vnet-b", "10.2.0.0/16");
    var service =
        lab.service("web", PrivateLinkService.newBuilder().addFqdns("api.fabrikam.example"));
    var zone = lab.zone("fabrikam.example");
    lab.link(zone, here, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var wanted = Lab.wanted(here, "", true);
    wanted.getPrivateLinkServiceConnectionBuilder().clearTarget().setAlias(service.getAlias());
    var endpoint = lab.endpoint("pe1", wanted);
    lab.zoneGroup(endpoint.getName(), zone);
    var address = endpoint.getCustomDnsConfigs(0).getIpAddresses(0);
    record(zone, "www", address);
    var denied = lab.ask(here, "api.fabrikam.example", "A");

    approveAll(lab, service.getName());

    assertEquals("NXDOMAIN", denied);
    for (var name : List.of("api.fabrikam.example", "www.fabrikam.example")) {
      assertEquals("NOERROR " + name + ". A " + address, lab.ask(here, name, "A"));
      assertEquals("REFUSED", lab.ask(elsewhere, name, "A"));
      assertEquals("REFUSED", lab.ask("", name, "A"));
    }
  }

  /** The provider approves whatever asks; the consumer by alias does not see the connection. */
  private static void approveAll(Lab lab, String service) {
    var waiting =
        lab.connections()
            .listPrivateEndpointConnections(
                ListPrivateEndpointConnectionsRequest.newBuilder().setParent(service).build());
    for (var connection : waiting.getPrivateEndpointConnectionsList()) {
      var _ =
          lab.connections()
              .approveConnection(
                  ApproveConnectionRequest.newBuilder().setName(connection.getName()).build());
    }
  }

  private void record(String zone, String name, String address) {
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId(name)
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address(address)))
                    .build());
  }
}
