package io.postern.dns.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.transport.UdpPath;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;

/** The scenario files, over every path that a query can take. */
class ScenarioTest {
  private static final Path FILES = Path.of("src/test/resources/scenarios");
  private static final int HEADER = 12;

  /** The most that a scenario has. */
  private static final int NETWORKS = 5;

  private static final AtomicReference<ZoneIndex> INDEX = new AtomicReference<>(ZoneIndex.empty());
  private static final Map<String, DnsServer> SERVERS = new HashMap<>();

  @TempDir Path folder;

  static List<Arguments> filesAndWays() throws IOException {
    try (var files = Files.list(FILES)) {
      return files
          .sorted()
          .flatMap(
              file -> Arrays.stream(Way.values()).map(way -> Arguments.of(file.getFileName(), way)))
          .toList();
    }
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(DnsServer::close);
    SERVERS.clear();
  }

  @ParameterizedTest
  @MethodSource("filesAndWays")
  void everyReplyIsAsTheFileSays(Path file, Way way) throws IOException {
    var scenario = Scenario.read(FILES.resolve(file), folder);
    var clauses = scenario.clauses();
    assertTrue(clauses.contains("RFC ") || clauses.startsWith("Postern's own"), clauses);
    var world = scenario.world();
    assertTrue(world.networks().size() <= NETWORKS, "more networks than listeners");
    INDEX.set(world.index());
    var server = server(way.path(), world.strangers());
    for (var step : scenario.steps()) {
      if (step.query().isFor(way.transport())) check(world, step, server, way);
    }
    assertEquals(0, server.counts().internalErrors());
  }

  /** One for all files; the index it answers from is replaced. */
  private static DnsServer server(UdpPath path, UnknownClients strangers) throws IOException {
    var key = path + " " + strangers;
    if (!SERVERS.containsKey(key)) SERVERS.put(key, start(path, strangers));
    return SERVERS.get(key);
  }

  /** A listener for each network, and behind them one for machines of none. */
  private static DnsServer start(UdpPath path, UnknownClients strangers) throws IOException {
    var listeners =
        Stream.concat(
            IntStream.range(0, NETWORKS)
                .mapToObj(i -> Listener.forNetwork(Loopback.anyPort(), World.key(i))),
            Stream.of(Listener.on(Loopback.anyPort())));
    var settings = DnsSettings.of(listeners.toArray(Listener[]::new)).withUdpPath(path);
    return DnsServer.start(settings.withUnknownClients(strangers), INDEX::get);
  }

  private static void check(World world, Step step, DnsServer server, Way way) throws IOException {
    var query = step.query();
    var listener = query.network().map(world.networks()::indexOf).orElse(NETWORKS);
    var address = server.boundAddresses().get(listener);
    var where = "line " + step.line() + ", " + query.text();
    if (step.expected().equals(Step.SILENCE)) {
      var came = way.askInVain(address, query.octets()).map(HexFormat.of()::formatHex);
      assertEquals("", came.orElse(""), where);
      return;
    }
    var octets = way.ask(address, query.octets());
    var reply = DnsClient.parse(octets);
    assertEquals(step.expected(), Step.told(reply), where);
    step.length().ifPresent(length -> assertEquals(length, octets.length, where));
    checkHead(query.octets(), octets, where);
    query.sent().ifPresent(sent -> checkEcho(sent, query.octets(), reply, octets, where));
  }

  private static void checkHead(byte[] query, byte[] reply, String where) {
    assertArrayEquals(Arrays.copyOf(query, 2), Arrays.copyOf(reply, 2), where + ": the id");
    assertTrue((reply[2] & 0x80) != 0, where + ": no response");
    assertEquals(query[2] & 0x79, reply[2] & 0x79, where + ": opcode and RD are the query's");
    assertEquals(query[3] & 0x10, reply[3] & 0x10, where + ": CD is the query's");
  }

  /** What a response has of every query: its question to the letter, and OPT for OPT. */
  private static void checkEcho(
      Message sent, byte[] query, Message reply, byte[] octets, String where) {
    if (sent.getHeader().getOpcode() != Opcode.QUERY) return;
    if (reply.getRcode() != Rcode.FORMERR) {
      var end = HEADER + sent.getQuestion().getName().length() + 4;
      assertArrayEquals(
          Arrays.copyOfRange(query, HEADER, end),
          Arrays.copyOfRange(octets, HEADER, end),
          where + ": the question");
      assertEquals(sent.getOPT() != null, reply.getOPT() != null, where + ": OPT for OPT");
    }
    var asked = sent.getOPT();
    var opt = reply.getOPT();
    if (asked == null || opt == null) return;
    assertEquals(1232, opt.getPayloadSize(), where);
    assertEquals(0, opt.getVersion(), where);
    assertEquals(asked.getFlags() & ExtendedFlags.DO, opt.getFlags(), where);
  }
}
