package io.postern.server.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.QueryResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the past is what was answered then, whatever happened. */
class RandomPastTest {
  private static final int STEPS = 40;
  private static final int ASKED = 25;
  private static final List<String> NAMES =
      List.of(PastBench.BLOB, PastBench.HOST, "none.contoso.com");
  private static final List<String> CALLERS = List.of("alice@contoso", "bob@contoso");

  @TempDir private Path folder;
  private PastBench bench;
  private int records;
  private boolean linked;
  private boolean suspended;

  @BeforeEach
  void start() {
    bench = new PastBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private record Told(String rcode, boolean authoritative, Set<DnsAnswerRecord> answers) {
    static Told of(QueryResponse answer) {
      return new Told(
          answer.getRcode(),
          answer.getFlags().getAuthoritative(),
          new HashSet<>(answer.getAnswersList()));
    }
  }

  /** What was answered after one step, and since whose call. */
  private record Remembered(
      String name, Timestamp time, String revision, Told told, String causer, Timestamp since) {}

  @Test
  void whatWasAnsweredAtAnyTimeIsToldWithItsCauser() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var remembered = new ArrayList<Remembered>();
    remember(remembered, "administrator");
    for (int step = 0; step < STEPS; step++) {
      bench.pass();
      remember(remembered, doAnything(random));
    }
    for (int i = 0; i < ASKED; i++) {
      var then = remembered.get(random.nextInt(remembered.size()));
      var asked = bench.question(then.name());
      if (random.nextBoolean()) asked.setRevisionToken(then.revision());
      else asked.setTime(then.time());
      var past = bench.explain(asked);
      var history = "seed " + seed + ", " + asked;
      assertEquals(then.told(), Told.of(past.getAnswer()), history);
      assertEquals(then.revision(), past.getRevisionToken(), history);
      assertEquals(then.causer(), past.getCause().getPrincipal(), history);
      assertEquals(then.since(), past.getStartTime(), history);
      assertEquals(then.since(), past.getCause().getTime(), history);
    }
  }

  /** Adds what each name is answered with now. */
  private void remember(List<Remembered> all, String caller) {
    for (var name : NAMES) {
      var answer = bench.ask(name);
      var told = Told.of(answer);
      var same =
          all.reversed().stream()
              .filter(it -> it.name().equals(name))
              .findFirst()
              .filter(before -> before.told().equals(told));
      all.add(
          new Remembered(
              name,
              bench.now(),
              answer.getRevisionToken(),
              told,
              same.map(Remembered::causer).orElse(caller),
              same.map(Remembered::since).orElse(bench.now())));
    }
  }

  /** Makes one write that may change an answer; returns who made it. */
  private String doAnything(Random random) {
    var caller = CALLERS.get(random.nextInt(CALLERS.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        if (records % 2 == 0) bench.createHost(caller, "10.1.0." + (50 + records / 2 % 3));
        else bench.deleteHost(caller);
        records++;
      }
      case 1 -> {
        if (linked) bench.unlinkHosts(caller);
        else bench.linkHosts(caller);
        linked = !linked;
      }
      default -> {
        bench.move(!suspended);
        suspended = !suspended;
        return "carol@fabrikam";
      }
    }
    return caller;
  }
}
