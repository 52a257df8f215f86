package io.postern.server.explain;

import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Standing;
import io.postern.server.connection.model.Trail;
import io.postern.server.explain.Step.Outcome;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.ResourceName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The trail of one decision, kept. Every decision begins with the form of its request. */
final class Recording implements Trail {
  private record Begun(Optional<ResourceName> asked, String detail) {}

  private final Map<Check, Begun> begun = new EnumMap<>(Check.class);
  private Check current = Check.WELL_FORMED;
  private @Nullable Check deciding;
  private @Nullable ConnectionState state;

  Recording() {
    begun.put(current, new Begun(Optional.empty(), ""));
  }

  @Override
  public void begin(Check check, ResourceName asked) {
    current = check;
    begun.put(check, new Begun(Optional.of(asked), ""));
  }

  @Override
  public void note(Supplier<String> detail) {
    begun.computeIfPresent(current, (check, before) -> new Begun(before.asked(), detail.get()));
  }

  @Override
  public void decide(ConnectionState decided) {
    deciding = current;
    state = decided;
  }

  /** The state that was decided on; empty when a refusal came first. */
  Optional<ConnectionState> state() {
    return Optional.ofNullable(state);
  }

  /**
   * Each check up to {@code last} with what came of it. One that the decision went past without
   * asking does not concern this request, and is left out.
   *
   * @param refusal what ended the decision, if it was refused
   */
  List<Step> steps(Check last, Optional<Problem> refusal) {
    var steps = new ArrayList<Step>();
    boolean settled = false;
    for (var check : Check.values()) {
      if (check.compareTo(last) > 0) break;
      var known = begun.get(check);
      if (known == null) {
        if (settled) steps.add(Step.notReached(check));
        continue;
      }
      var step = step(check, known, refusal);
      settled |= step.outcome() != Outcome.PASSED;
      steps.add(step);
    }
    return steps;
  }

  private Step step(Check check, Begun known, Optional<Problem> refusal) {
    if (refusal.isPresent() && check == current)
      return Step.failed(check, known.asked(), known.detail(), refusal.get());
    if (state == null || check != deciding)
      return Step.passed(check, known.asked(), known.detail());
    var sentence = state.label() == Label.APPROVED ? check.approved() : state.action().sentence();
    return Step.decided(
        check, known.asked(), sentence, known.detail(), Standing.of(state.action()).side(), state);
  }
}
