package io.postern.server.dnsview;

import io.grpc.stub.StreamObserver;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Trace;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Freshness;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.RevisionWaits;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.DnsListener;
import io.postern.v1.DnsNode;
import io.postern.v1.DnsServiceGrpc.DnsServiceImplBase;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.GetZoneMetricsRequest;
import io.postern.v1.GetZoneMetricsResponse;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.WaitForRevisionRequest;
import io.postern.v1.WaitForRevisionResponse;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** DNS over gRPC: what a network would be answered, and where DNS is served. */
final class DnsGrpc extends DnsServiceImplBase {
  /** How long a call waits for a revision at most. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Calls calls;
  private final ResourceReads reads;
  private final DnsFrontend frontend;
  private final DnsPublisher publisher;
  private final ZoneMetricsProto metrics;
  private final Freshness freshness;
  private final RevisionWaits waits;
  private final ChangeLog log;
  private final DnsNodes nodes;

  @Inject
  DnsGrpc(
      Calls calls,
      ResourceReads reads,
      DnsFrontend frontend,
      DnsPublisher publisher,
      ZoneMetricsProto metrics,
      Freshness freshness,
      RevisionWaits waits,
      ChangeLog log,
      DnsNodes nodes) {
    this.log = log;
    this.nodes = nodes;
    this.calls = calls;
    this.reads = reads;
    this.frontend = frontend;
    this.publisher = publisher;
    this.metrics = metrics;
    this.freshness = freshness;
    this.waits = waits;
  }

  /** Asks outside any transaction: an upstream resolver may take its time. */
  @Override
  public void query(QueryRequest request, StreamObserver<QueryResponse> out) {
    calls.outside(
        out,
        store -> {
          var network = store.read(tx -> network(tx, request));
          var revision = publisher.served();
          var question = DnsProto.question(request.getName(), request.getType());
          var message =
              frontend.answer(QueryEncoder.encode(0, question, true), network, Trace.NONE);
          return DnsProto.answer(message).setRevisionToken(revision.token()).build();
        });
  }

  private Optional<ResourceName> network(ReadTx tx, QueryRequest request) {
    if (request.getVirtualNetwork().isEmpty()) return Optional.empty();
    var name = VirtualNetwork.KIND.parse(request.getVirtualNetwork(), "virtual_network").text();
    return Optional.of(reads.get(tx, calls.context(), VirtualNetwork.KIND, name).name());
  }

  @Override
  public void getDnsStatus(GetDnsStatusRequest request, StreamObserver<GetDnsStatusResponse> out) {
    calls.outside(
        out,
        store -> {
          freshness.await(request.getConsistency(), publisher.progress());
          var response =
              GetDnsStatusResponse.newBuilder()
                  .setServedRevisionToken(publisher.served().token())
                  .setStaleness(Protos.duration(log.staleness()));
          store.trouble().ifPresent(it -> response.setStoreTrouble(DnsProto.trouble(it)));
          for (var served : frontend.served()) {
            response.addListeners(
                DnsListener.newBuilder()
                    .setAddress(text(served.address()))
                    .setVirtualNetwork(served.virtualNetwork().orElse(""))
                    .addAllProtocols(served.protocols()));
          }
          nodes
              .shown(calls.context().principal())
              .forEach((node, shown) -> response.addNodes(message(node, shown)));
          return response.build();
        });
  }

  private static DnsNode message(String node, DnsNodes.Shown shown) {
    var served = shown.served();
    return DnsNode.newBuilder()
        .setNode(node)
        .setServedRevisionToken(served.equals(Revision.ZERO) ? "" : served.token())
        .addAllVirtualNetworks(shown.networks())
        .build();
  }

  @Override
  public void getZoneMetrics(
      GetZoneMetricsRequest request, StreamObserver<GetZoneMetricsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var zone = reads.get(tx, context, PrivateDnsZone.KIND, request.getName());
          return GetZoneMetricsResponse.newBuilder()
              .addAllMetrics(metrics.of(tx, zone, publisher.queryVolume(zone.name())))
              .build();
        });
  }

  @Override
  public void waitForRevision(
      WaitForRevisionRequest request, StreamObserver<WaitForRevisionResponse> out) {
    calls.outside(
        out,
        store -> {
          var wanted = Revision.parse(request.getRevisionToken(), "revision_token");
          var progress =
              request.getNode().isEmpty()
                  ? publisher.progress()
                  : nodes.progress(calls.context().principal(), request.getNode());
          var reached = waits.await(progress, wanted, patience(request));
          return WaitForRevisionResponse.newBuilder()
              .setServedRevisionToken(progress.current().token())
              .setReached(reached)
              .build();
        });
  }

  private static Duration patience(WaitForRevisionRequest request) {
    if (!request.hasTimeout()) return LONGEST_WAIT;
    var timeout = Protos.duration(request.getTimeout(), "timeout");
    if (!timeout.isNegative() && timeout.compareTo(LONGEST_WAIT) <= 0) return timeout;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "timeout",
        "A time-out is 0 s to 1 h; leave it unset to wait for as long as the call may take.");
  }

  private static String text(InetSocketAddress address) {
    var host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
