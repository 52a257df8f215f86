package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.MessageText;
import io.postern.dns.codec.MessageText.RecordText;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordType;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.dnsview.PastAnswers.Past;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.KeptChanges.Moment;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.zone.model.ZoneGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a store. The indexes that its changes were compiled into are kept, each with
 * its revision, and the engine is asked over them; what is taken back from the store has to answer
 * the same, and to begin and end where theirs did.
 */
class PastAnswersTest {
  private static final int STEPS = Integer.getInteger("postern.past.steps", 150);
  private static final int QUESTIONS = Integer.getInteger("postern.past.questions", 60);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<RecordType> TYPES =
      List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME, RecordType.TXT, RecordType.SOA);

  @TempDir private Path folder;

  private final AtomicReference<ZoneIndex> served = new AtomicReference<>(ZoneIndex.empty());
  private final List<ZoneIndex> indexes = new ArrayList<>();
  private final PastAnswers pastAnswers = new PastAnswers(DnsServerSettings.DEFAULT);
  private DnsServer server;
  private Store store;

  @BeforeEach
  void start() throws IOException {
    server = DnsServer.start(DnsSettings.of(Listener.on(Loopback.anyPort())), served::get);
    store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  /** What somebody could have been told: nothing where there was no such network. */
  private record Told(String rcode, boolean authoritative, HashSet<RecordText> answers) {
    static Told of(byte[] message) {
      var text = MessageText.read(message);
      var answers = new HashSet<RecordText>();
      for (var answer : text.answers()) answers.add(withoutSerial(answer));
      return new Told(text.rcode(), text.flags().contains("aa"), answers);
    }

    /** A serial says how a server came to have the zone. */
    private static RecordText withoutSerial(RecordText record) {
      return record.type().equals("SOA")
          ? new RecordText(
              record.name(),
              record.type(),
              record.ttlSeconds(),
              record.rdata().replaceFirst("(\\S+ \\S+) [0-9]+ ", "$1 0 "))
          : record;
    }
  }

  private record Asked(Optional<ResourceName> network, Question question) {}

  @Test
  void everyAnswerOfThePastIsFoundWithItsBeginAndItsEnd(TestReporter reporter) {
    long seed = Long.getLong("postern.past.seed", System.nanoTime());
    var random = new Random(seed);
    makeHistory(random);
    int ended = 0;
    int begun = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      var asked = asked(random);
      int at = random.nextInt(indexes.size());
      var past = find(asked, at);
      var history = "seed " + seed + ", " + asked + " at " + at;
      assertEquals(told(asked, at), past.answer().map(it -> Told.of(it.message())), history);
      if (past.answer().isEmpty()) continue;
      assertEquals(begin(asked, at), number(past.start()), "begin, " + history);
      assertEquals(end(asked, at), number(past.end()), "end, " + history);
      ended += past.end().isPresent() ? 1 : 0;
      begun += past.start().isPresent() ? 1 : 0;
      assertEquals(past.start().isEmpty(), past.causes().isEmpty(), "causes, " + history);
    }
    reporter.publishEntry(
        "answers of the past",
        "seed %d: %d revisions, %d of %d answers had begun, %d had ended"
            .formatted(seed, indexes.size(), begun, QUESTIONS, ended));
    assertTrue(begun > QUESTIONS / 5 && ended > QUESTIONS / 10, begun + " begun, " + ended);
  }

  private Past find(Asked asked, int at) {
    var question = asked.question();
    return pastAnswers.find(
        store,
        asked.network(),
        question.name().toString(),
        question.type().toString(),
        new Revision(at),
        () -> {});
  }

  private static Optional<Integer> number(Optional<Moment> moment) {
    return moment.map(it -> (int) it.revision().number());
  }

  /** The revision at which an answer began: empty if it was always so. */
  private Optional<Integer> begin(Asked asked, int at) {
    var answer = told(asked, at);
    for (int revision = at; revision > 0; revision--)
      if (!told(asked, revision - 1).equals(answer)) return Optional.of(revision);
    return Optional.empty();
  }

  private Optional<Integer> end(Asked asked, int at) {
    var answer = told(asked, at);
    for (int revision = at + 1; revision < indexes.size(); revision++)
      if (!told(asked, revision).equals(answer)) return Optional.of(revision);
    return Optional.empty();
  }

  private final Map<String, Optional<Told>> remembered = new HashMap<>();

  private Optional<Told> told(Asked asked, int revision) {
    return remembered.computeIfAbsent(
        revision + " " + asked,
        absent -> {
          var index = indexes.get(revision);
          var network = asked.network().map(ResourceName::key).orElse(null);
          if (network != null && index.view(network) == null) return Optional.empty();
          served.set(index);
          var query = QueryEncoder.encode(7, asked.question(), true);
          return Optional.of(Told.of(server.answer(query, network)));
        });
  }

  private static Asked asked(Random random) {
    int number = random.nextInt(RandomResources.NETWORKS + 1);
    var network =
        number == RandomResources.NETWORKS
            ? Optional.<ResourceName>empty()
            : Optional.of(Samples.networkName(number));
    var type = TYPES.get(random.nextInt(4) == 0 ? random.nextInt(TYPES.size()) : 0);
    return new Asked(network, new Question(DnsName.parse(name(random)), type));
  }

  private static String name(Random random) {
    var below =
        List.of("acct0", "acct1", "acct2", "www.x", "x", "none", "y.x", "below.acct0", "z.y.x");
    return switch (random.nextInt(8)) {
      case 0 -> RandomResources.APEXES.get(random.nextInt(RandomResources.APEXES.size()));
      case 1 -> "front." + Samples.BLOB;
      case 2, 3 -> "acct" + random.nextInt(RandomResources.TARGETS) + "." + Samples.BLOB;
      default ->
          below.get(random.nextInt(below.size()))
              + "."
              + RandomResources.APEXES.get(random.nextInt(RandomResources.APEXES.size()));
    };
  }

  /** Writes a random history, and compiles it change by change, as the server does. */
  private void makeHistory(Random random) {
    var compiler = new ZoneCompiler(false);
    indexes.add(compiler.index(Revision.ZERO));
    var doing = new ArrayList<Consumer<WriteTx>>();
    var resources =
        new RandomResources(
            random,
            (resource, at) -> doing.add(tx -> put(tx, resource)),
            (resource, at) -> doing.add(tx -> remove(tx, resource)));
    for (int step = 0; step < STEPS; step++) {
      doing.clear();
      resources.step();
      if (!doing.isEmpty()) write(step, List.copyOf(doing));
      follow(compiler);
    }
  }

  /** What the rules of the store refuse did not happen. */
  private void write(int step, List<Consumer<WriteTx>> doing) {
    try {
      var _ =
          store.write(
              new RequestContext(Principal.ADMINISTRATOR, START.plusSeconds(step)),
              tx -> {
                doing.forEach(each -> each.accept(tx));
                return tx;
              });
    } catch (ControlException e) {
      assertTrue(e.error() instanceof ControlError.AlreadyExists, e.toString());
    }
  }

  private static void put(WriteTx tx, Resource resource) {
    var complete =
        resource instanceof ZoneGroup group
            ? tx.find(PrivateEndpoint.KIND, group.privateEndpoint())
                .<Resource>map(group::following)
                .orElse(group)
            : resource;
    if (tx.find(complete.kind(), complete.name()).isPresent()) {
      var _ = tx.update(complete, "again");
    } else {
      var _ = tx.create(complete, "new");
    }
  }

  private static void remove(WriteTx tx, Resource resource) {
    try {
      tx.find(resource.kind(), resource.name()).ifPresent(it -> tx.delete(it, "gone"));
    } catch (ControlException e) {
      assertTrue(e.error() instanceof ControlError.InUse, e.toString());
    }
  }

  private void follow(ZoneCompiler compiler) {
    var changes = store.log().after(new Revision(indexes.size() - 1L), 1000);
    for (int i = 0; i < changes.size(); i++) {
      var change = changes.get(i);
      if (change.operation() == Operation.DELETED)
        compiler.remove(change.resource(), change.revision());
      else compiler.put(change.resource(), change.revision());
      boolean last =
          i + 1 == changes.size() || !changes.get(i + 1).revision().equals(change.revision());
      if (last) indexes.add(Objects.requireNonNull(compiler.index(change.revision())));
    }
  }
}
