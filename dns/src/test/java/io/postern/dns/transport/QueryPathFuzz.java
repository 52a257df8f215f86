package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.codec.TsigKey;
import io.postern.dns.master.MasterFileException;
import io.postern.dns.master.ZoneLoader;
import io.postern.dns.name.DnsName;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.Client;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PrefixSet;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/**
 * The whole way of a query, octets in and octets out, by the fast path and without it. The first
 * octet of an input says who asks and how; the rest is the message.
 */
public final class QueryPathFuzz {
  private static final int HEADER = 12;
  private static final int OVER_TCP = 0x80;
  private static final int FORWARDED = 0x40;
  private static final List<String> NETWORKS = List.of("vnet-a", "vnet-d", "plain");

  /** One name of each kind that look-up tells apart. */
  private static final String ZONE =
      """
      $TTL 300
      @         SOA   ns admin 1 7200 3600 1209600 60
                NS    ns
      ns        A     192.0.2.1
      w         A     192.0.2.80
                AAAA  2001:db8::80
                TXT   "text"
      a         CNAME w
      l         CNAME a.nothing
      r         CNAME r
      b.c       MX    10 w
      *.e       A     192.0.2.42
      d         DNAME e
      s         NS    ns.s
                DS    12345 8 1 da39a3ee5e6b4b0d3255bfef95601890afd80709
      ns.s      A     192.0.2.53
      $GENERATE 1-100 m AAAA 2001:db8::$
      """;

  private static final QueryPathFuzz TARGET = new QueryPathFuzz();

  private final InetAddress direct = InetAddress.ofLiteral("127.0.0.9");
  private final InetAddress forwarder = InetAddress.ofLiteral("127.0.5.1");
  private final DnsServer server;
  private final ListenerClients[] clients;
  private final FastResponder[] fastUdp;
  private final FastResponder[] fastTcp;

  private QueryPathFuzz() {
    var forwarders = PrefixSet.of(forwarder.getHostAddress() + "/32");
    var secret = new SecretKeySpec(new byte[32], "HmacSHA256");
    var key = new TsigKey("k", TsigKey.Algorithm.HMAC_SHA256, secret, "vnet-a");
    var settings =
        DnsSettings.of(Listener.on(Loopback.anyPort()))
            .withServerName("fuzz")
            .withTrust(new Trust(List.of(key), PrefixSet.NONE, forwarders));
    try {
      var index = index();
      server = DnsServer.start(settings, () -> index);
    } catch (IOException | MasterFileException e) {
      throw new AssertionError(e);
    }
    clients = new ListenerClients[NETWORKS.size() + 1];
    fastUdp = new FastResponder[clients.length];
    fastTcp = new FastResponder[clients.length];
    for (int i = 0; i < clients.length; i++) {
      var network = i == NETWORKS.size() ? null : NETWORKS.get(i);
      clients[i] = new ListenerClients(network, PrefixSet.NONE);
      fastUdp[i] = server.responder().fast(clients[i], Transport.UDP);
      fastTcp[i] = server.responder().fast(clients[i], Transport.TCP);
    }
  }

  private static ZoneIndex index() throws IOException, MasterFileException {
    var apex = DnsName.parse("x");
    var file = Files.writeString(Files.createTempFile("fuzz", ".zone"), ZONE);
    var zone = ZoneLoader.load(apex, file).zone();
    Files.delete(file);
    var view = NetworkView.of(77, false).withLink(apex, new Link(77, false));
    return Networks.index().withZone(77, zone).withNetwork("plain", view, Set.of());
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      TARGET.answer(input[0] & 0xff, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  private void answer(int how, byte[] message) {
    var listener = how % clients.length;
    var transport = (how & OVER_TCP) != 0 ? Transport.TCP : Transport.UDP;
    var source = (how & FORWARDED) != 0 ? forwarder : direct;
    var plain =
        plain(message, new Client(source, false, clients[listener].networkKey()), transport);
    check(message, plain);
    var fast = transport == Transport.UDP ? fastUdp[listener] : fastTcp[listener];
    if (message.length <= FastResponder.MAX_QUERY) compare(fast, Prefix.of(source), message, plain);
    if (server.counts().internalErrors() > 0) throw new AssertionError("a fault inside the server");
  }

  private byte @Nullable [] plain(byte[] message, Client client, Transport transport) {
    var kept = new Kept();
    server.responder().answer(ByteBuffer.wrap(message), client, transport, kept);
    if (kept.calls != 1) throw new AssertionError(kept.calls + " replies");
    return kept.response;
  }

  /** The way back, of which exactly one of the two is taken. */
  private static final class Kept implements Reply {
    private byte @Nullable [] response;
    private int calls;

    @Override
    public void send(byte[] octets) {
      response = octets;
      calls++;
    }

    @Override
    public void drop() {
      calls++;
    }
  }

  private static void check(byte[] message, byte @Nullable [] response) {
    boolean deserved = message.length >= HEADER && (message[2] & 0x80) == 0;
    if (deserved != (response != null)) throw new AssertionError("deserves a reply: " + deserved);
    if (response == null) return;
    if (response[0] != message[0] || response[1] != message[1])
      throw new AssertionError("another id");
    if ((response[2] & 0x80) == 0) throw new AssertionError("no response");
    try {
      requireSameQuestion(message, new Message(response));
    } catch (IOException e) {
      // dnsjava knows no client subnet without a family, which some senders write for 0.0.0.0/0.
      if (!"unknown address family".equals(e.getMessage()))
        throw new AssertionError("cannot be read", e);
    }
  }

  private static void requireSameQuestion(byte[] message, Message response) {
    var question = response.getQuestion();
    if (question == null) return;
    var name = question.getName().toWire();
    var asked = Arrays.copyOfRange(message, HEADER, HEADER + name.length);
    if (!Arrays.equals(asked, name)) throw new AssertionError("another question");
  }

  private static void compare(
      FastResponder fast, Prefix client, byte[] message, byte @Nullable [] plain) {
    System.arraycopy(message, 0, fast.query(), 0, message.length);
    var length = fast.answer(message.length, client);
    if (length == FastPath.LEFT) return;
    if (!Arrays.equals(plain, Arrays.copyOf(fast.response(), length)))
      throw new AssertionError("the fast path answers something else");
  }
}
