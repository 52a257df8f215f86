package io.postern.server.dnsview;

import io.grpc.stub.StreamObserver;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Trace;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.DnsListener;
import io.postern.v1.DnsServiceGrpc.DnsServiceImplBase;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.GetZoneMetricsRequest;
import io.postern.v1.GetZoneMetricsResponse;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.Optional;

/** DNS over gRPC: what a network would be answered, and where DNS is served. */
final class DnsGrpc extends DnsServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final DnsFrontend frontend;
  private final DnsPublisher publisher;
  private final DnsServerSettings settings;
  private final ZoneMetricsProto metrics;

  @Inject
  DnsGrpc(
      Calls calls,
      ResourceReads reads,
      DnsFrontend frontend,
      DnsPublisher publisher,
      DnsServerSettings settings,
      ZoneMetricsProto metrics) {
    this.calls = calls;
    this.reads = reads;
    this.frontend = frontend;
    this.publisher = publisher;
    this.settings = settings;
    this.metrics = metrics;
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
          var response =
              GetDnsStatusResponse.newBuilder().setServedRevisionToken(publisher.served().token());
          var addresses = frontend.addresses();
          for (int i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i);
            response.addListeners(
                DnsListener.newBuilder()
                    .setAddress(text(address))
                    .setVirtualNetwork(settings.listeners().get(i).virtualNetwork().orElse(""))
                    .addProtocols("udp")
                    .addProtocols("tcp"));
          }
          return response.build();
        });
  }

  @Override
  public void getZoneMetrics(
      GetZoneMetricsRequest request, StreamObserver<GetZoneMetricsResponse> out) {
    calls.read(
        out,
        (tx, context) -> {
          var zone = reads.get(tx, context, PrivateDnsZone.KIND, request.getName());
          return GetZoneMetricsResponse.newBuilder()
              .addAllMetrics(metrics.of(tx, zone, publisher.queryVolume(zone.name())))
              .build();
        });
  }

  private static String text(InetSocketAddress address) {
    var host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
