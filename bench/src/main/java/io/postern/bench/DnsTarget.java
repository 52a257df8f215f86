package io.postern.bench;

import io.postern.dns.name.DnsName;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
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
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The DNS engine with an index made by rule, for measurements: name {@code i} of network {@code v}
 * has the address 10.0.0.0 + (v &lt;&lt; 14) + i, as bench/dns/gen.py has it.
 */
final class DnsTarget {
  static final DnsName PUBLIC = DnsName.parse("blob.core.windows.net");
  static final DnsName APEX = PUBLIC.child("privatelink");

  private static final SoaSettings SOA =
      new SoaSettings(APEX.child("ns1"), APEX.child("hostmaster"), 300, 3600, 600, 86_400, 300);
  private static final int EVERYBODY = 1 << 20;
  private static final int TLS_OFFSET = 1_000;

  private DnsTarget() {}

  /**
   * Arguments: port, names, networks (0 for one that has them all), plain or chain or changes; then
   * the files of a certificate and its key, to speak DNS over TLS as well, at the port + 1000.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var port = Integer.parseInt(args[0]);
    var names = Integer.parseInt(args[1]);
    var networks = Integer.parseInt(args[2]);
    var index = new AtomicReference<>(index(names, networks, args[3].equals("chain")));
    var loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    System.gc();
    try (var _ = DnsServer.start(settings(loopback, args), index::get)) {
      if (args[3].equals("changes")) {
        new DnsChanges(index, names, loopback).run();
      }
      Thread.currentThread().join();
    }
  }

  private static DnsSettings settings(InetSocketAddress plain, String[] args) {
    var listener = Listener.on(plain);
    if (args.length < 6) {
      return DnsSettings.of(listener);
    }
    var encrypted = new InetSocketAddress(plain.getAddress(), plain.getPort() + TLS_OFFSET);
    return DnsSettings.of(listener, Listener.on(encrypted).by(Protocol.TLS))
        .withTls(TlsSettings.of(Path.of(args[4]), Path.of(args[5])));
  }

  static String label(int name) {
    return "acct%06d".formatted(name);
  }

  static RecordSet address(int name, int network) {
    var number = ((network << 14) + name) & 0xffffff;
    var octets = new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    try {
      var address = Rdata.address(InetAddress.getByAddress(octets));
      return RecordSet.of(RecordType.A, 300, address);
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }

  private static ZoneIndex index(int names, int networks, boolean chain) {
    var zone = Zone.empty(APEX, SOA, ClaimPolicy.PER_NETWORK, 1);
    for (int name = 0; name < names; name++) {
      zone = zone.withNode(APEX.child(label(name)), node(name, networks));
    }
    var index = ZoneIndex.empty().withRevision(1).withZone(0, zone);
    for (int network = 0; network < networks; network++) {
      var prefix = "127.%d.%d.0/24".formatted(1 + (network >> 8), network & 255);
      index = index.withNetwork("n" + network, view(network), Set.of(Prefix.parse(prefix)));
    }
    index = index.withNetwork("rest", view(EVERYBODY), Set.of(Prefix.parse("127.0.0.0/8")));
    return chain ? withPublicNames(index, names) : index;
  }

  private static NetworkView view(int network) {
    return NetworkView.of(network, false).withLink(APEX, new Link(0, false));
  }

  /** A name by hand, or one that every network claims with an address of its own. */
  private static Node node(int name, int networks) {
    if (networks == 0) {
      return Node.of(address(name, 0));
    }
    var claims =
        IntStream.range(0, networks)
            .mapToObj(network -> new Claim(network, network, true, List.of(address(name, network))))
            .toList();
    return new Node(List.of(), claims);
  }

  private static ZoneIndex withPublicNames(ZoneIndex start, int names) {
    var index = start;
    for (int name = 0; name < names; name++) {
      var label = label(name);
      var publicName = PublicName.of(PUBLIC.child(label), List.of(address(name, 0)));
      index = index.withPublicName(publicName.withPrivateLink(APEX.child(label), true));
    }
    return index;
  }
}
