package io.postern.cli.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Slow;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.DnsNode;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.WaitForRevisionRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node without a database, and the two servers that it can follow. */
@Order(Slow.FIRST)
class DnsNodeTest {
  private static final String NODE = "node1";
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final int PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  private final String url = TestPostgres.url();
  private @Nullable ControlPlane first;
  private @Nullable ControlPlane second;
  private @Nullable NodeProcess node;

  @AfterEach
  void stop() throws InterruptedException {
    if (node != null) node.kill();
    if (first != null) first.close();
    if (second != null) second.close();
  }

  private ControlPlane start(String name, int port) {
    return ControlPlane.start(
        folder.resolve(name),
        settings ->
            settings
                .with(settings.store().withUrl(url))
                .with(
                    settings
                        .grpc()
                        .withAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))));
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns once the node answers from a revision. */
  private static void awaitNode(ControlPlane plane, String revisionToken) {
    long begun = System.nanoTime();
    while (!nodes(plane).contains(NODE)) {
      assertTrue(System.nanoTime() - begun < PATIENCE_SECONDS * 1e9, "no node");
      Thread.onSpinWait();
    }
    var waited =
        plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .waitForRevision(
                WaitForRevisionRequest.newBuilder()
                    .setNode(NODE)
                    .setRevisionToken(revisionToken)
                    .setTimeout(Duration.newBuilder().setSeconds(PATIENCE_SECONDS))
                    .build());
    assertTrue(waited.getReached());
  }

  private static List<String> nodes(ControlPlane plane) {
    return plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
        .getNodesList()
        .stream()
        .map(DnsNode::getNode)
        .toList();
  }

  private static String served(ControlPlane plane) {
    return plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
        .getServedRevisionToken();
  }

  private static void addRecord(ControlPlane plane, String zone, String id) {
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId(id)
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .setTtlSeconds(10)
                            .addARecords(ARecord.newBuilder().setIpv4Address("10.1.9.9")))
                    .build());
  }

  private String last(String name) {
    var answers = node == null ? List.<String>of() : node.ask(name, "A").answers();
    return answers.isEmpty() ? "" : answers.getLast().replaceAll(".* ", "");
  }

  @Test
  void goesOnWithAnotherServerAndWithNone() throws Exception {
    int firstPort = freePort();
    int secondPort = freePort();
    var one = start("first", firstPort);
    first = one;
    var lab = Lab.in(one);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    PrivateEndpoint endpoint =
        lab.endpoint("pe1", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    var servers = "127.0.0.1:" + firstPort + ",127.0.0.1:" + secondPort;

    node = NodeProcess.start(folder.resolve("node"), servers, network);
    assertEquals("203.0.113.161", last(NAME), "pending: the public address");
    lab.approve(endpoint);
    awaitNode(one, served(one));
    var address = last(NAME);
    assertTrue(address.startsWith("10.1."), address);

    var two = start("second", secondPort);
    second = two;
    one.close();
    first = null;
    addRecord(two, zone, "later");
    awaitNode(two, served(two));
    assertEquals("10.1.9.9", last("later." + Lab.BLOB_ZONE));

    two.close();
    second = null;
    assertEquals(address, last(NAME), "no server is there");
    node.kill();
    node = NodeProcess.start(folder.resolve("node"), servers, network);
    assertEquals(address, last(NAME), "from its disk");
    assertEquals("10.1.9.9", last("later." + Lab.BLOB_ZONE));

    var again = start("again", firstPort);
    first = again;
    addRecord(again, zone, "last");
    awaitNode(again, served(again));
    assertEquals("10.1.9.9", last("last." + Lab.BLOB_ZONE));
  }
}
