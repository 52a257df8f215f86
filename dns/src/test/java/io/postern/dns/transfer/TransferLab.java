package io.postern.dns.transfer;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.codec.TsigKey.Algorithm;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.Trust;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PrefixSet;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/**
 * A server whose index can be replaced, with the networks {@code net-1} and {@code net-2}, a key of
 * each that may transfer, and one of each that may not. Its listeners: one of no network, and one
 * of {@code net-1}, where those at 127.0.9.0/24 may transfer without a key.
 */
final class TransferLab implements AutoCloseable {
  static final DnsName APEX = DnsName.parse("corp.example");
  static final String SECRET = "a secret of thirty-two octets!!!";
  static final String LISTED = "127.0.9.7";

  static final RecordSet SERVERS =
      RecordSet.of(RecordType.NS, 60, Rdata.name(DnsName.parse("ns.example")));

  private final AtomicReference<ZoneIndex> index;
  private final DnsServer server;

  private TransferLab(AtomicReference<ZoneIndex> index, DnsServer server) {
    this.index = index;
    this.server = server;
  }

  static TransferLab start(ZoneIndex index) throws IOException {
    return start(index, UnaryOperator.identity(), UnaryOperator.identity());
  }

  static TransferLab start(
      ZoneIndex first, UnaryOperator<TransferRules> rules, UnaryOperator<DnsSettings> changes)
      throws IOException {
    var index = new AtomicReference<>(first);
    var keys =
        List.of(
            key("key-1", "net-1"),
            key("key-2", "net-2"),
            key("other-1", "net-1"),
            key("key-9", "net-9"));
    var listed =
        TransferRules.of(
            Set.of(DnsName.parse("key-1"), DnsName.parse("key-2"), DnsName.parse("key-9")),
            PrefixSet.of("127.0.9.0/24"),
            List.of());
    var settings =
        DnsSettings.of(
                Listener.on(Loopback.anyPort()), Listener.forNetwork(Loopback.anyPort(), "net-1"))
            .withTrust(new Trust(keys, PrefixSet.NONE, PrefixSet.NONE))
            .withTransfers(rules.apply(listed));
    return new TransferLab(index, DnsServer.start(changes.apply(settings), index::get));
  }

  static TsigKey key(String name, String network) {
    var secret = new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HMAC");
    return new TsigKey(name, Algorithm.HMAC_SHA256, secret, network);
  }

  static TSIG signer(String key) {
    return signer(key, SECRET);
  }

  static TSIG signer(String key, String secret) {
    return new TSIG(
        TSIG.HMAC_SHA256,
        Name.fromConstantString(key + "."),
        secret.getBytes(StandardCharsets.UTF_8));
  }

  /** The key as kdig takes it. */
  static String written(String key) {
    var secret = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    return "hmac-sha256:" + key + ":" + secret;
  }

  /** Both networks, linked to one zone that is number 1. */
  static ZoneIndex index(Zone zone) {
    return ZoneIndex.empty()
        .withZone(1, zone)
        .withNetwork("net-1", linked(1), Set.of())
        .withNetwork("net-2", linked(2), Set.of());
  }

  static NetworkView linked(int network) {
    return NetworkView.of(network, false).withLink(APEX, new Link(1, false));
  }

  static Zone zone(long revision) {
    return Zone.empty(APEX, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, revision)
        .withNode(APEX, Node.of(SERVERS));
  }

  static DnsName name(String relative) {
    return APEX.resolve(relative);
  }

  static RecordSet a(String... addresses) {
    return RecordSet.addresses(
        10, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
  }

  static Claim claim(int network, long order, boolean live, String address) {
    return new Claim(network, order, live, List.of(a(address)));
  }

  ZoneIndex index() {
    return index.get();
  }

  void publish(ZoneIndex next) {
    index.set(next);
    server.indexChanged();
  }

  DnsServer server() {
    return server;
  }

  /** The listener of no network. */
  InetSocketAddress open() {
    return server.boundAddresses().get(0);
  }

  /** The listener of {@code net-1}. */
  InetSocketAddress bound() {
    return server.boundAddresses().get(1);
  }

  DnsClient client() {
    return DnsClient.of(open());
  }

  /** The whole zone, its records in lines; the SOA once. */
  List<String> whole(String key) throws IOException, ZoneTransferException {
    var transfer = ZoneTransferIn.newAXFR(Name.fromConstantString(APEX + "."), open(), signer(key));
    transfer.run();
    var records = transfer.getAXFR();
    return records.subList(0, records.size() - 1).stream().map(TransferLab::line).sorted().toList();
  }

  static String line(Record each) {
    return String.join(
        " ",
        each.getName().toString().toLowerCase(Locale.ROOT),
        Long.toString(each.getTTL()),
        Type.string(each.getType()),
        each.rdataToString());
  }

  @Override
  public void close() {
    server.close();
  }
}
