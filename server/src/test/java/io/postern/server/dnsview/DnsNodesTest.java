package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.postern.dns.snapshot.DamagedStateException;
import io.postern.dns.snapshot.IndexReader;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.testing.Refusal;
import io.postern.v1.DnsNodeServiceGrpc;
import io.postern.v1.DnsNodeServiceGrpc.DnsNodeServiceBlockingStub;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.FollowIndexRequest;
import io.postern.v1.FollowIndexResponse;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.ReportServedRevisionRequest;
import io.postern.v1.WaitForRevisionRequest;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes are sent, and what is known of them. */
class DnsNodesTest {
  private static final String NODE = "node1";

  @TempDir Path folder;
  private DnsLab dns;
  private String networkA;

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a");
    networkA = dns.lab.network("vnet-a", "10.1.0.0/16");
    var _ = dns.lab.network("vnet-b", "10.2.0.0/16");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  private DnsNodeServiceBlockingStub stub() {
    return dns.plane.stub(DnsNodeServiceGrpc::newBlockingStub);
  }

  /** A node in the making: reads what it is sent. */
  private static final class Node {
    private final Iterator<FollowIndexResponse> responses;
    private final IndexReader reader;
    private String store = "";
    private String lineage;
    private int whole;

    Node(Iterator<FollowIndexResponse> responses, ZoneIndex start, String lineage) {
      this.responses = responses;
      this.reader = new IndexReader(start);
      this.lineage = lineage;
    }

    /** Reads on until it has a revision. */
    Node upTo(String revisionToken) throws DamagedStateException {
      var reached = "r" + reader.index().revision();
      while (!reached.equals(revisionToken)) {
        var response = responses.next();
        if (!response.getStore().isEmpty()) store = response.getStore();
        if (!response.getLineage().isEmpty()) {
          lineage = response.getLineage();
          whole++;
        }
        if (!response.getBlock().isEmpty()) {
          var _ = reader.take(response.getBlock().toByteArray());
        }
        if (!response.getRevisionToken().isEmpty()) reached = response.getRevisionToken();
      }
      return this;
    }
  }

  private Node follow(FollowIndexRequest.Builder request) {
    return new Node(stub().followIndex(request.setNode(NODE).build()), ZoneIndex.empty(), "");
  }

  private String served() {
    return dns.plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
        .getServedRevisionToken();
  }

  @Test
  void aNodeIsSentTheWholeOnceAndThenWhatDiffers() throws Exception {
    var node = follow(FollowIndexRequest.newBuilder()).upTo(served());
    assertEquals(1, node.whole);
    assertNotNull(node.reader.index().view(ResourceName.of(networkA).key()));

    var _ = dns.lab.zone("later.example");
    node.upTo(served());
    assertEquals(1, node.whole);
    assertEquals(served(), "r" + node.reader.index().revision());
  }

  /** It has the index of this lineage, and goes on from there. */
  @Test
  void aNodeThatComesBackIsSentWhatItMissed() throws Exception {
    var node = follow(FollowIndexRequest.newBuilder()).upTo(served());
    var has = node.reader.index();
    var _ = dns.lab.zone("later.example");

    var request =
        FollowIndexRequest.newBuilder()
            .setNode(NODE)
            .setStore(node.store)
            .setLineage(node.lineage)
            .setRevisionToken("r" + has.revision());
    var again = new Node(stub().followIndex(request.build()), has, node.lineage).upTo(served());
    assertEquals(0, again.whole);
  }

  @Test
  void aNodeOfANetworkIsSentWhatThatSees() throws Exception {
    var node = follow(FollowIndexRequest.newBuilder().addVirtualNetworks(networkA)).upTo(served());
    assertNotNull(node.reader.index().view(ResourceName.of(networkA).key()));
    assertNull(node.reader.index().view(ResourceName.of(DnsLab.network("vnet-b")).key()));
  }

  @Test
  void whatANodeServesIsShownAndCanBeWaitedFor() throws Exception {
    var _ = follow(FollowIndexRequest.newBuilder().addVirtualNetworks(networkA)).upTo(served());
    var now = served();
    var status = dns.plane.stub(DnsServiceGrpc::newBlockingStub);
    var wait =
        WaitForRevisionRequest.newBuilder()
            .setNode(NODE)
            .setRevisionToken(now)
            .setTimeout(Duration.getDefaultInstance());
    assertFalse(status.waitForRevision(wait.build()).getReached());

    var _ =
        stub()
            .reportServedRevision(
                ReportServedRevisionRequest.newBuilder()
                    .setNode(NODE)
                    .setServedRevisionToken(now)
                    .build());
    var waited = status.waitForRevision(wait.build());
    assertTrue(waited.getReached());
    assertEquals(now, waited.getServedRevisionToken());
    var shown = status.getDnsStatus(GetDnsStatusRequest.getDefaultInstance()).getNodes(0);
    assertEquals(NODE, shown.getNode());
    assertEquals(now, shown.getServedRevisionToken());
    assertEquals(1, shown.getVirtualNetworksCount());
    var stranger = dns.plane.stubAs("mallory@evil", DnsServiceGrpc::newBlockingStub);
    assertEquals(
        0, stranger.getDnsStatus(GetDnsStatusRequest.getDefaultInstance()).getNodesCount());
  }

  private Refusal refused(DnsNodeServiceBlockingStub caller, FollowIndexRequest.Builder request) {
    return Refusal.of(() -> caller.followIndex(request.build()).hasNext());
  }

  @Test
  void whoMayNotFollowIsRefused() {
    var stranger = dns.plane.stubAs("mallory@evil", DnsNodeServiceGrpc::newBlockingStub);
    var everything = refused(stranger, FollowIndexRequest.newBuilder().setNode(NODE));
    assertEquals(Status.Code.PERMISSION_DENIED, everything.code());
    assertEquals("AUTHORIZATION_FAILED", everything.reason());
    var network =
        refused(
            stranger, FollowIndexRequest.newBuilder().setNode(NODE).addVirtualNetworks(networkA));
    assertEquals(Status.Code.NOT_FOUND, network.code());
  }

  @Test
  void whatANodeCannotBeIsRefused() {
    var nameless = refused(stub(), FollowIndexRequest.newBuilder().setNode("-"));
    assertEquals(List.of("node"), nameless.fields());
    var ofAnotherStore =
        refused(stub(), FollowIndexRequest.newBuilder().setNode(NODE).setStore("another"));
    assertEquals(List.of("store"), ofAnotherStore.fields());
    var odd = refused(stub(), FollowIndexRequest.newBuilder().setNode(NODE).setLineage("odd"));
    assertEquals(List.of("lineage"), odd.fields());
    var ahead =
        refused(stub(), FollowIndexRequest.newBuilder().setNode(NODE).setRevisionToken("r999"));
    assertEquals("REVISION_NOT_REACHED", ahead.reason());
    var unknown =
        Refusal.of(() ->
            stub()
                .reportServedRevision(
                    ReportServedRevisionRequest.newBuilder()
                        .setNode("nobody")
                        .setServedRevisionToken("r1")
                        .build()));
    assertEquals(List.of("node"), unknown.fields());
  }
}
