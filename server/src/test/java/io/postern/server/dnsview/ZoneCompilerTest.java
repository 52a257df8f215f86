package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transfer.ViewedZone;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordType;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.Peering;
import io.postern.server.testing.Slow;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.ResolutionPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However the resources came, change by change or all at once, they are answered with the same
 * bytes. Serials are made equal before: they say how the zone came to be.
 */
@Order(Slow.FIRST)
class ZoneCompilerTest {
  private static final int HISTORIES = 25;
  private static final int STEPS = 200;
  private static final int STEPS_BETWEEN = 25;

  /** More than any history gives out. */
  private static final int MAX_IDS = 2 * STEPS;

  private static final DnsName CATALOG = DnsName.parse("catalog.invalid");
  private static final ForSecondaries EXTRAS =
      new ForSecondaries(true, List.of(), Optional.of(CATALOG));

  private final AtomicReference<ZoneIndex> served = new AtomicReference<>(ZoneIndex.empty());
  private final List<Question> questions = questions();
  private DnsServer server;

  @BeforeEach
  void start() throws IOException {
    server = DnsServer.start(DnsSettings.of(Listener.on(Loopback.anyPort())), served::get);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<Question> questions() {
    var names = new ArrayList<String>();
    for (var apex : RandomResources.APEXES) {
      names.add(apex);
      for (var below : List.of("acct0", "acct1", "acct2", "www.x", "x", "none", "below.acct0"))
        names.add(below + "." + apex);
    }
    for (int i = 0; i < RandomResources.TARGETS; i++) names.add("acct" + i + "." + Samples.BLOB);
    names.add("front." + Samples.BLOB);
    var types =
        List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME, RecordType.TXT, RecordType.SOA);
    var apexes = RandomResources.APEXES.stream().map(DnsName::parse);
    return Stream.concat(
            apexes.map(apex -> new Question(apex, RecordType.NS)),
            names.stream()
                .map(DnsName::parse)
                .flatMap(name -> types.stream().map(type -> new Question(name, type))))
        .toList();
  }

  /** Every answer of an index, by network and question. */
  private Map<String, String> answers(ZoneIndex index) {
    served.set(sameSerials(index));
    var answers = new TreeMap<String, String>();
    for (var question : questions) {
      var query = QueryEncoder.encode(7, question, true);
      answers.put("public " + question, hex(server.answer(query, null)));
      for (int i = 0; i < RandomResources.NETWORKS; i++) {
        var network = Samples.networkName(i).key();
        answers.put("vnet" + i + " " + question, hex(server.answer(query, network)));
      }
    }
    for (int i = 0; i < RandomResources.NETWORKS; i++)
      answers.put("catalog of vnet" + i, catalog(index, Samples.networkName(i).key()));
    for (int i = 0; i < RandomResources.NETWORKS + RandomResources.SITES; i++)
      answers.put("10." + i, owner(index, i));
    return answers;
  }

  /** All that the catalog of a network holds; nothing for a network that is not there. */
  private static String catalog(ZoneIndex index, String network) {
    var view = index.view(network);
    var link = view == null ? null : view.links().get(CATALOG);
    var zone = link == null ? null : index.zone(link.zoneId());
    return view == null || zone == null
        ? ""
        : content(new ViewedZone(zone, view, network)).toString();
  }

  private static Set<String> content(ViewedZone zone) {
    var sets = new TreeSet<String>();
    zone.forEachSet(set -> sets.add(set.toString()));
    return sets;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  /** One answer after the other, so that a failure shows the first that differs. */
  private static void assertSame(
      Map<String, String> expected, Map<String, String> actual, String history) {
    expected.forEach(
        (asked, answer) -> assertEquals(answer, actual.get(asked), history + ": " + asked));
  }

  /** The network that addresses of a prefix are counted to, by its name: ids may differ. */
  private static String owner(ZoneIndex index, int prefix) {
    var id = index.prefixes().networkOf(InetAddress.ofLiteral("10." + prefix + ".0.1"));
    if (id.isEmpty()) return "nobody";
    for (int i = 0; i < RandomResources.NETWORKS; i++) {
      if (index.networkId(Samples.networkName(i).key()).equals(id)) return "vnet" + i;
    }
    throw new AssertionError("the prefix of a network that is not there");
  }

  private static ZoneIndex sameSerials(ZoneIndex index) {
    var same = index.withRevision(1);
    for (int id = -MAX_IDS; id < MAX_IDS; id++) {
      var zone = same.zone(id);
      if (zone != null) same = same.withZone(id, zone.withRevision(1));
    }
    return same;
  }

  private static ZoneIndex compiledAtOnce(RandomResources resources) {
    var compiler = new ZoneCompiler(false, EXTRAS);
    for (var kind : ZoneCompiler.KINDS) {
      for (var resource : resources.all()) {
        if (resource.kind().equals(kind)) compiler.put(resource, new Revision(1));
      }
    }
    return compiler.index(new Revision(1));
  }

  /** What a secondary has of a zone. */
  private record Copy(long serial, Set<String> content) {}

  @Test
  void aSerialRisesWheneverWhatANetworkSeesOfAZoneHasChanged() {
    int changes = 0;
    for (long seed = 201; seed <= 206; seed++) {
      var compiler = new ZoneCompiler(false, EXTRAS);
      var resources = follow(compiler, new Random(seed));
      var copies = new TreeMap<String, Copy>();
      for (int step = 1; step <= STEPS; step++) {
        resources.step();
        var now = copies(compiler.index(new Revision(step)));
        for (var each : now.entrySet()) {
          // Of a zone that was gone for a while, too: a secondary may have kept it.
          var before = copies.put(each.getKey(), each.getValue());
          if (before == null || before.content().equals(each.getValue().content())) continue;
          var at = "seed " + seed + ", step " + step + ", " + each.getKey();
          assertTrue(each.getValue().serial() > before.serial(), at);
          changes++;
        }
      }
    }
    assertTrue(changes > 100, changes + " changes");
  }

  /** Whose endpoints a network is answered with goes by its peers. */
  @Test
  void aSerialRisesWhenAPeerComesOrGoes() {
    var compiler = new ZoneCompiler(false, EXTRAS);
    var zone = Samples.zoneName("g", "corp.example");
    for (int i = 0; i < 2; i++) compiler.put(Samples.network(i, 1, "10." + i + ".0.0/16"), at(1));
    compiler.put(Samples.zone(zone, 2, ClaimPolicy.PER_VNET, 10), at(2));
    compiler.put(Samples.link(zone, 0, 3, ResolutionPolicy.DEFAULT), at(3));
    assertEquals(3, serial(compiler, zone));

    compiler.put(Samples.peering(0, 1, 4, Peering.State.INITIATED), at(4));
    assertEquals(3, serial(compiler, zone), "it is no peer yet");
    var connected = Samples.peering(0, 1, 4, Peering.State.CONNECTED);
    compiler.put(connected, at(5));
    assertEquals(5, serial(compiler, zone));
    compiler.remove(connected, at(6));
    assertEquals(6, serial(compiler, zone));
  }

  private static Revision at(long number) {
    return new Revision(number);
  }

  private static long serial(ZoneCompiler compiler, ResourceName zone) {
    var index = compiler.index(at(9));
    return Objects.requireNonNull(index.zone(compiler.zoneId(zone).getAsInt())).revision();
  }

  /** What secondaries have of an index, by network and zone. */
  private static Map<String, Copy> copies(ZoneIndex index) {
    var copies = new TreeMap<String, Copy>();
    for (int i = 0; i < RandomResources.NETWORKS; i++) {
      var network = "vnet" + i;
      var view = index.view(Samples.networkName(i).key());
      if (view == null) continue;
      view.links()
          .forEach((apex, link) -> {
            var zone = Objects.requireNonNull(index.zone(link.zoneId()));
            var content = content(new ViewedZone(zone, view, network));
            content.add(zone.soaSettings().toString());
            copies.put(network + " " + apex, new Copy(zone.revision(), content));
          });
    }
    return copies;
  }

  private static RandomResources follow(ZoneCompiler compiler, Random random) {
    return new RandomResources(
        random,
        (resource, revision) -> compiler.put(resource, new Revision(revision)),
        (resource, revision) -> compiler.remove(resource, new Revision(revision)));
  }

  @Test
  void changeByChangeGivesTheSameAnswersAsAllAtOnce() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      var compiler = new ZoneCompiler(false, EXTRAS);
      var resources = follow(compiler, new Random(seed));
      for (int step = 1; step <= STEPS; step++) {
        resources.step();
        if (step % STEPS_BETWEEN != 0) continue;
        assertSame(
            answers(compiledAtOnce(resources)),
            answers(compiler.index(new Revision(step))),
            "seed " + seed + ", step " + step);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103, 104, 105})
  void nothingIsLeftWhenEverythingWent(long seed) {
    var compiler = new ZoneCompiler(false, EXTRAS);
    var resources = follow(compiler, new Random(seed));
    for (int step = 0; step < STEPS; step++) resources.step();
    while (!resources.all().isEmpty()) resources.removeAny();

    var index = compiler.index(new Revision(1));
    assertSame(answers(ZoneIndex.empty()), answers(index), "seed " + seed);
    assertEquals(0, index.publicNames().size());
    for (int id = -MAX_IDS; id < MAX_IDS; id++) {
      assertNull(index.zone(id));
      assertNull(index.view(id));
    }
    for (int i = 0; i < RandomResources.NETWORKS; i++)
      assertEquals(OptionalInt.empty(), index.networkId(Samples.networkName(i).key()));
  }
}
