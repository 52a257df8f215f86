package io.postern.server.dnsview;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.postern.dns.codec.MessageText;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.store.ReadTx;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.DnsFlags;
import io.postern.v1.DnsListener;
import io.postern.v1.DnsServiceGrpc.DnsServiceImplBase;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** DNS over gRPC: what a network would be answered, and where DNS is served. */
final class DnsGrpc extends DnsServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final DnsFrontend frontend;
  private final DnsPublisher publisher;
  private final DnsServerSettings settings;

  @Inject
  DnsGrpc(
      Calls calls,
      ResourceReads reads,
      DnsFrontend frontend,
      DnsPublisher publisher,
      DnsServerSettings settings) {
    this.calls = calls;
    this.reads = reads;
    this.frontend = frontend;
    this.publisher = publisher;
    this.settings = settings;
  }

  /** Asks outside any transaction: an upstream resolver may take its time. */
  @Override
  public void query(QueryRequest request, StreamObserver<QueryResponse> out) {
    calls.outside(
        out,
        store -> {
          var network = store.read(tx -> network(tx, request));
          var revision = publisher.served();
          var question = new Question(name(request.getName()), type(request.getType()));
          var message = frontend.answer(QueryEncoder.encode(0, question, true), network);
          return response(MessageText.read(message))
              .setMessage(ByteString.copyFrom(message))
              .setRevisionToken(revision.token())
              .build();
        });
  }

  private Optional<ResourceName> network(ReadTx tx, QueryRequest request) {
    if (request.getVirtualNetwork().isEmpty()) return Optional.empty();
    var name = VirtualNetwork.KIND.parse(request.getVirtualNetwork(), "virtual_network").text();
    return Optional.of(reads.get(tx, calls.context(), VirtualNetwork.KIND, name).name());
  }

  private static DnsName name(String text) {
    try {
      return DnsName.parse(Protos.required(text, "name"));
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED, "name", "'" + text + "' is not a DNS name: " + e.getMessage());
    }
  }

  private static RecordType type(String text) {
    try {
      return text.isEmpty() ? RecordType.A : RecordType.parse(text);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "type",
          "'" + text + "' is not a record type; write one such as A, AAAA or TYPE65.");
    }
  }

  private static QueryResponse.Builder response(MessageText text) {
    return QueryResponse.newBuilder()
        .setRcode(text.rcode())
        .setFlags(
            DnsFlags.newBuilder()
                .setAuthoritative(text.flags().contains("aa"))
                .setTruncated(text.flags().contains("tc"))
                .setRecursionDesired(text.flags().contains("rd"))
                .setRecursionAvailable(text.flags().contains("ra")))
        .addAllAnswers(records(text.answers()))
        .addAllAuthorities(records(text.authorities()));
  }

  private static List<DnsAnswerRecord> records(List<MessageText.RecordText> records) {
    return records.stream()
        .map(record ->
            DnsAnswerRecord.newBuilder()
                .setName(record.name().equals(".") ? "." : record.name() + ".")
                .setType(record.type())
                .setTtlSeconds((int) record.ttlSeconds())
                .setRdata(record.rdata())
                .build())
        .toList();
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

  private static String text(InetSocketAddress address) {
    var host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
