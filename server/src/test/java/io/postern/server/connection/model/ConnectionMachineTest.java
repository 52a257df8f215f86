package io.postern.server.connection.model;

import static io.postern.server.connection.model.ActionCode.APPROVAL_EXPIRED;
import static io.postern.server.connection.model.ActionCode.CONNECTION_DELETED_BY_PROVIDER;
import static io.postern.server.connection.model.ActionCode.CONNECTION_LIMIT_REACHED;
import static io.postern.server.connection.model.ActionCode.CONNECTION_REJECTED;
import static io.postern.server.connection.model.ActionCode.IN_REJECT_LIST;
import static io.postern.server.connection.model.ActionCode.PROVIDER_APPROVAL_REQUIRED;
import static io.postern.server.connection.model.ActionCode.REQUEST_EXPIRED;
import static io.postern.server.connection.model.ActionCode.TARGET_DELETED;
import static io.postern.server.link.model.ConnectionPolicy.Listing.ACCEPTED;
import static io.postern.server.link.model.ConnectionPolicy.Listing.LIMIT_REACHED;
import static io.postern.server.link.model.ConnectionPolicy.Listing.REJECTED;
import static io.postern.server.link.model.ConnectionPolicy.Listing.UNDECIDED;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.postern.server.connection.model.ConnectionCommand.ApplyLists;
import io.postern.server.connection.model.ConnectionCommand.Approve;
import io.postern.server.connection.model.ConnectionCommand.Disconnect;
import io.postern.server.connection.model.ConnectionCommand.Expire;
import io.postern.server.connection.model.ConnectionCommand.Reject;
import io.postern.server.connection.model.ConnectionCommand.Resubmit;
import io.postern.server.connection.model.ConnectionCommand.Resume;
import io.postern.server.connection.model.ConnectionCommand.Suspend;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Disconnected;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.link.model.ConnectionPolicy.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state against every command, written down once as a table and walked at random. */
class ConnectionMachineTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Optional<Instant> NEVER = Optional.empty();
  private static final Optional<Instant> LATER = Optional.of(NOW.plusSeconds(1));

  /**
   * The expected result of each state (row) and command (column): the next state, {@code =} for a
   * harmless repeat, {@code !} for an illegal transition, {@code !final} for the policy's refusal.
   */
  private static final String TABLE =
      """
                | approve  | approve-final | reject   | suspend | resume   | resubmit | disconnect | expire
      pending   | approved | approved      | rejected | !       | !        | !        | gone       | =
      waiting   | approved | approved      | rejected | !       | !        | !        | gone       | =
      overdue   | approved | approved      | rejected | !       | !        | !        | gone       | request-expired
      approved  | =        | =             | rejected | paused  | =        | !        | gone       | =
      paused    | =        | =             | rejected | =       | approved | !        | gone       | =
      ran-out   | =        | =             | rejected | paused' | =        | !        | gone       | approval-expired
      rejected  | approved | !final        | =        | !       | !        | pending  | gone       | =
      gone      | !        | !             | !        | !       | !        | !        | =          | =
      """;

  /** The same for lists that are asked again, with and without a say in what was decided. */
  private static final String LISTS =
      """
                | rejected | accepted | full    | unlisted | overrule-rejected | overrule-accepted | overrule-full | overrule-unlisted | overrule-accepted-final
      pending   | refused  | approved | waiting | =        | refused           | approved          | waiting       | =                 | approved
      waiting   | refused  | approved | =       | pending  | refused           | approved          | =             | pending           | approved
      overdue   | refused  | approved | late    | =        | refused           | approved          | late          | =                 | approved
      approved  | =        | =        | =       | =        | refused           | =                 | =             | =                 | =
      paused    | =        | =        | =       | =        | refused           | =                 | =             | =                 | =
      ran-out   | =        | =        | =       | =        | refused           | =                 | =             | =                 | =
      rejected  | =        | =        | =       | =        | =                 | approved          | waiting       | =                 | =
      gone      | =        | =        | =       | =        | =                 | =                 | =             | =                 | =
      """;

  private static final Map<String, ConnectionState> STATES =
      new LinkedHashMap<>(
          Map.ofEntries(
              entry("pending", new Pending(PROVIDER_APPROVAL_REQUIRED, NEVER)),
              entry("waiting", new Pending(CONNECTION_LIMIT_REACHED, NEVER)),
              entry("overdue", new Pending(PROVIDER_APPROVAL_REQUIRED, Optional.of(NOW))),
              entry("late", new Pending(CONNECTION_LIMIT_REACHED, Optional.of(NOW))),
              entry("approved", new Approved(false, NEVER)),
              entry("paused", new Approved(true, NEVER)),
              entry("ran-out", new Approved(false, Optional.of(NOW))),
              entry("paused'", new Approved(true, Optional.of(NOW))),
              entry("rejected", new Rejected(CONNECTION_REJECTED)),
              entry("refused", new Rejected(IN_REJECT_LIST)),
              entry("request-expired", new Rejected(REQUEST_EXPIRED)),
              entry("approval-expired", new Rejected(APPROVAL_EXPIRED)),
              entry("gone", new Disconnected(CONNECTION_DELETED_BY_PROVIDER))));

  private static final Map<String, ConnectionCommand> COMMANDS =
      Map.ofEntries(
          entry("approve", new Approve(NEVER, false)),
          entry("approve-final", new Approve(NEVER, true)),
          entry("reject", new Reject()),
          entry("suspend", new Suspend()),
          entry("resume", new Resume()),
          entry("resubmit", new Resubmit(new Pending(PROVIDER_APPROVAL_REQUIRED, NEVER))),
          entry("disconnect", new Disconnect(CONNECTION_DELETED_BY_PROVIDER)),
          entry("expire", new Expire()),
          entry("rejected", lists(REJECTED, false, false)),
          entry("accepted", lists(ACCEPTED, false, false)),
          entry("full", lists(LIMIT_REACHED, false, false)),
          entry("unlisted", lists(UNDECIDED, false, false)),
          entry("overrule-rejected", lists(REJECTED, true, false)),
          entry("overrule-accepted", lists(ACCEPTED, true, false)),
          entry("overrule-full", lists(LIMIT_REACHED, true, false)),
          entry("overrule-unlisted", lists(UNDECIDED, true, false)),
          entry("overrule-accepted-final", lists(ACCEPTED, true, true)));

  @TestFactory
  Stream<DynamicTest> everyStateMeetsEveryCommandAsTheTableSays() {
    return cells().entrySet().stream()
        .map(cell ->
            DynamicTest.dynamicTest(
                cell.getKey(),
                () -> {
                  var words = cell.getKey().split(" ", -1);
                  var decision =
                      ConnectionMachine.decide(
                          named(STATES, words[0]), named(COMMANDS, words[1]), NOW);
                  assertEquals(cell.getValue(), text(decision));
                }));
  }

  @Test
  void theTableHasEveryKindOfStateAndCommand() {
    var cells = cells();

    assertEquals(8 * COMMANDS.size(), cells.size());
    assertEquals(
        ConnectionCommand.class.getPermittedSubclasses().length,
        COMMANDS.values().stream().map(Object::getClass).distinct().count());
    assertEquals(
        ConnectionState.class.getPermittedSubclasses().length,
        cells.keySet().stream()
            .map(cell -> named(STATES, cell.split(" ", -1)[0]).getClass())
            .distinct()
            .count());
  }

  @Test
  void whatIsApprovedEndsWhenTheApprovalSays() {
    var pending = new Pending(PROVIDER_APPROVAL_REQUIRED, NEVER);

    var decision = ConnectionMachine.decide(pending, new Approve(LATER, false), NOW);

    assertEquals(new Decision.Moved(new Approved(false, LATER)), decision);
  }

  @Test
  void aReasonGivenWithACommandIsTheStatesReason() {
    var decision =
        ConnectionMachine.decide(named(STATES, "approved"), new Disconnect(TARGET_DELETED), NOW);

    assertEquals(new Decision.Moved(new Disconnected(TARGET_DELETED)), decision);
  }

  /** A million steps in step with a model that is nothing but words. */
  @Test
  void aRandomWalkAgreesWithAModelOfWords() {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("ConnectionMachineTest seed " + seed + " (repeat with -Dpostern.seed)");
    var random = new Random(seed);
    var model = new WordModel();
    ConnectionState state = named(STATES, "pending");
    var now = NOW;
    for (int step = 0; step < 1_000_000; step++) {
      if (random.nextInt(4) == 0) now = now.plus(Duration.ofSeconds(random.nextInt(5)));
      var due = random.nextBoolean() ? Optional.of(now.plusSeconds(random.nextInt(6))) : NEVER;
      var word = WordModel.COMMANDS[random.nextInt(WordModel.COMMANDS.length)];
      // Disconnected is the end; leave it often enough to see the rest.
      if (word.equals("disconnect") && random.nextInt(8) != 0) word = "approve";
      var expected = model.step(word, due.map(Instant::getEpochSecond).orElse(0L), now);
      var decision = ConnectionMachine.decide(state, command(word, due), now);
      if (decision instanceof Decision.Moved moved) state = moved.next();
      var actual = outcome(decision) + " " + WordModel.describe(state);
      if (!expected.equals(actual))
        fail("seed " + seed + ", step " + step + ", " + word + ": " + expected + " / " + actual);
      if (state instanceof Disconnected && random.nextInt(4) == 0) {
        state = named(STATES, "pending");
        model = new WordModel();
      }
    }
  }

  private static <T> T named(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static ConnectionCommand command(String word, Optional<Instant> due) {
    return switch (word) {
      case "approve" -> new Approve(due, false);
      case "approve-final" -> new Approve(due, true);
      case "resubmit" -> new Resubmit(new Pending(PROVIDER_APPROVAL_REQUIRED, due));
      case "overrule-full" -> new ApplyLists(LIMIT_REACHED, true, false, due);
      case "list-rejected", "list-accepted", "list-full", "list-unlisted" ->
          named(COMMANDS, word.substring("list-".length()));
      default -> named(COMMANDS, word);
    };
  }

  private static ApplyLists lists(Listing listing, boolean overrule, boolean isFinal) {
    return new ApplyLists(listing, overrule, isFinal, NEVER);
  }

  private static Map<String, String> cells() {
    var cells = cells(TABLE);
    cells.putAll(cells(LISTS));
    return cells;
  }

  private static Map<String, String> cells(String table) {
    var lines = table.lines().map(line -> line.split("\\|", -1)).toList();
    var cells = new LinkedHashMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      for (int column = 1; column < line.length; column++)
        cells.put(line[0].strip() + " " + lines.getFirst()[column].strip(), line[column].strip());
    }
    return cells;
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Decision.Unchanged unchanged -> "=";
      case Decision.Refused refused ->
          switch (refused.error().problem().reason()) {
            case ILLEGAL_TRANSITION -> "!";
            case PRIVATE_ENDPOINT_CONNECTION_STATUS_NOT_PENDING -> "!final";
            default -> refused.toString();
          };
      case Decision.Moved moved -> {
        var names = new HashMap<ConnectionState, String>();
        STATES.forEach((name, state) -> names.put(state, name));
        yield names.getOrDefault(moved.next(), moved.next().toString());
      }
    };
  }

  private static String outcome(Decision decision) {
    return switch (decision) {
      case Decision.Moved moved -> "moved";
      case Decision.Unchanged unchanged -> "same";
      case Decision.Refused refused -> "refused";
    };
  }
}
