package io.postern.server.explain;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainPastAnswerResponse;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;

/** A network whose answers contoso and fabrikam change, and what is asked about them later. */
final class PastBench implements AutoCloseable {
  /** A name of an endpoint, whose connection {@link #move} suspends and resumes. */
  static final String BLOB = "acct1.blob.core.windows.net";

  /** A name in a zone that is linked and unlinked, of a record that comes and goes. */
  static final String HOST = "www.contoso.com";

  static final Duration STEP = Duration.ofSeconds(10);

  final String network;
  final String hosts;
  private final Path folder;
  private final PrivateEndpoint endpoint;
  private ControlPlane plane;
  private int records;

  PastBench(Path folder) {
    this.folder = folder;
    plane = ControlPlane.start(folder);
    var lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    hosts = lab.zone("contoso.com");
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
  }

  ControlPlane plane() {
    return plane;
  }

  /** Starts the server again, after something was done to its store. */
  void restart(Runnable whileDown) {
    plane.close();
    whileDown.run();
    plane = ControlPlane.start(folder);
  }

  @Override
  public void close() {
    plane.close();
  }

  Timestamp now() {
    return Timestamps.fromMillis(plane.clock().instant().toEpochMilli());
  }

  void pass() {
    plane.clock().advance(STEP);
  }

  QueryResponse ask(String name) {
    return plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .query(QueryRequest.newBuilder().setVirtualNetwork(network).setName(name).build());
  }

  ExplainPastAnswerRequest.Builder question(String name) {
    return ExplainPastAnswerRequest.newBuilder().setVirtualNetwork(network).setName(name);
  }

  ExplainPastAnswerResponse explain(String caller, ExplainPastAnswerRequest.Builder asked) {
    return plane
        .stubAs(caller, ExplainServiceGrpc::newBlockingStub)
        .explainPastAnswer(asked.build());
  }

  ExplainPastAnswerResponse explain(ExplainPastAnswerRequest.Builder asked) {
    return plane.stub(ExplainServiceGrpc::newBlockingStub).explainPastAnswer(asked.build());
  }

  /** Its request ids are {@code host-0}, {@code host-1}, and so on. */
  void createHost(String caller, String address) {
    var _ =
        plane
            .stubAs(caller, RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(hosts)
                    .setRecordSetId("www")
                    .setRequestId("host-" + records++)
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address(address)))
                    .build());
  }

  void deleteHost(String caller) {
    var _ =
        plane
            .stubAs(caller, RecordSetServiceGrpc::newBlockingStub)
            .deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(hosts + "/A/www").build());
  }

  void linkHosts(String caller) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .createVirtualNetworkLink(
                CreateVirtualNetworkLinkRequest.newBuilder()
                    .setParent(hosts)
                    .setVirtualNetworkLinkId("to-a")
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder().setVirtualNetwork(network))
                    .build());
  }

  void unlinkHosts(String caller) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .deleteVirtualNetworkLink(
                DeleteVirtualNetworkLinkRequest.newBuilder()
                    .setName(hosts + "/virtualNetworkLinks/to-a")
                    .build());
  }

  /** Has Carol of fabrikam suspend the endpoint's connection, or resume it. */
  void move(boolean suspend) {
    var carol =
        plane.stubAs("carol@fabrikam", PrivateEndpointConnectionServiceGrpc::newBlockingStub);
    var name = Lab.connectionOf(endpoint);
    if (suspend) {
      var _ = carol.suspendConnection(SuspendConnectionRequest.newBuilder().setName(name).build());
    } else {
      var _ = carol.resumeConnection(ResumeConnectionRequest.newBuilder().setName(name).build());
    }
  }
}
