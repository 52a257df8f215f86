package io.postern.cli.topology;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Failures;
import io.postern.cli.session.Session;
import io.postern.cli.topology.Plan.Step;
import io.postern.client.PosternClient;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern apply}: makes what a file says exist. */
@Command(
    name = "apply",
    description = {
      "Creates and changes: makes what a topology file says exist. Shows the difference to what"
          + " does, then makes up for it. Fields and resources that the file does not name stay as"
          + " they are, so applying it again changes nothing. docs/topology.md describes the file."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The topology, in YAML; - is the standard input.")
  private @Nullable Path given;

  @Option(
      names = "--plan",
      description =
          "Only show what would change, with the addresses and records that would come with it."
              + " Exits with 1 when the server would refuse any of it.")
  private boolean isPlanOnly;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before changing anything. Asked is only a person at a terminal.")
  private boolean isAgreed;

  public ApplyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (given == null) throw CommandFailure.usage("name the file: postern apply -f FILE");
    var file = given;
    var topology = read(file);
    try (var client = session.connect()) {
      return apply(file, topology, client).code();
    } catch (RefusedException e) {
      // Without a reason it is not a refusal: the server is not there, or is too slow.
      if (e.refusal().reasonText().isEmpty()) throw e.refusal();
      throw Failures.refused(file + ":" + e.subject(), e.refusal(), e.fields());
    }
  }

  private ExitCode apply(Path file, Topology topology, PosternClient client) {
    var plan = new Planner(client).plan(topology);
    var effects = isPlanOnly ? Effect.of(plan, client) : Map.<Step<?>, Effect>of();
    show(plan, effects);
    requirePossible(plan);
    requireTaken(effects.values());
    if (plan.changes().isEmpty() || isPlanOnly) return ExitCode.OK;
    if (!isWanted(file)) {
      session.out().println("Nothing was changed.");
      return ExitCode.DECLINED;
    }
    change(plan, client);
    return ExitCode.OK;
  }

  private static Topology read(Path file) {
    try {
      var topology = TopologyReader.read(TopologyFile.read(file));
      if (!topology.declarations().isEmpty()) return topology;
      throw CommandFailure.usage(
          file + " declares nothing; docs/topology.md shows what it can declare");
    } catch (TopologyException e) {
      throw CommandFailure.usage(file + ":" + e.getMessage());
    }
  }

  private void show(Plan plan, Map<Step<?>, Effect> effects) {
    if (plan.changes().isEmpty()) {
      session.out().println("Nothing to change: " + PlanText.asTheFileSays(plan.unchanged()) + ".");
      return;
    }
    var lines = isPlanOnly ? PlanText.lines(plan, effects) : PlanText.lines(plan);
    lines.forEach(session.out()::println);
    session.out().println("Plan: " + PlanText.summary(plan) + ".");
  }

  private static void requirePossible(Plan plan) {
    var impossible = plan.impossible();
    if (impossible.isEmpty()) return;
    var first = impossible.getFirst();
    var difference =
        first.differences().stream().filter(Difference::isFixed).findFirst().orElseThrow();
    throw new CommandFailure(
        ExitCode.CONFLICT,
        "nothing was changed: '"
            + difference.path()
            + "' of the "
            + first.declaration().type().singular()
            + " "
            + first.declaration().shortName()
            + " is fixed when it is created; delete it first, or set it back to "
            + difference.before());
  }

  private static void requireTaken(Collection<Effect> effects) {
    long refused = effects.stream().filter(Effect.Refused.class::isInstance).count();
    if (refused == 0) return;
    throw new CommandFailure(
        ExitCode.REFUSED,
        "the server would refuse " + PlanText.changes((int) refused) + " of this plan");
  }

  private boolean isWanted(Path file) {
    var person = session.terminal().person();
    if (isAgreed || file.equals(TopologyFile.STANDARD_INPUT) || !person.isPossible()) return true;
    session.out().flush();
    var answer = person.ask("Change this? [y/N] ").orElse("");
    return answer.toLowerCase(Locale.ROOT).startsWith("y");
  }

  private void change(Plan plan, PosternClient client) {
    var rollout =
        new Rollout(
            client,
            (word, declaration) ->
                session.out().printf("  %-8s %s%n", word, PlanText.subject(declaration)));
    try {
      rollout.run(plan);
      session.out().println("Done: " + PlanText.changes(rollout.made()) + " made.");
    } catch (RefusedException e) {
      int left = plan.changes().size() - rollout.made();
      session
          .out()
          .println(
              "Stopped: "
                  + PlanText.changes(rollout.made())
                  + " made and kept, "
                  + left
                  + " not made. "
                  + (e.isFileAtFault()
                      ? "Correct the file and apply it again."
                      : "Applying the file again goes on from here."));
      throw e;
    }
  }
}
