package io.postern.server.explain;

import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.Check.Side;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/**
 * One check with what came of it.
 *
 * @param asked the resource that the answer depended on; empty for the request itself
 * @param sentence tells nothing of the resource that was asked but what came of it
 * @param detail more, for those who may read that resource
 * @param side who can do something about it
 * @param refusal what the request would be told, for a check that failed
 * @param state where the connection starts or stands, for a check that decided
 */
record Step(
    Check check,
    Outcome outcome,
    Optional<ResourceName> asked,
    String sentence,
    String detail,
    Side side,
    Optional<Problem> refusal,
    Optional<ConnectionState> state) {
  /** What came of a check. */
  enum Outcome {
    PASSED,
    DECIDED,
    FAILED,
    NOT_REACHED
  }

  static Step passed(Check check, Optional<ResourceName> asked, String detail) {
    return new Step(
        check,
        Outcome.PASSED,
        asked,
        check.passed(),
        detail,
        Side.NOBODY,
        Optional.empty(),
        Optional.empty());
  }

  static Step notReached(Check check) {
    return new Step(
        check,
        Outcome.NOT_REACHED,
        Optional.empty(),
        "",
        "",
        Side.NOBODY,
        Optional.empty(),
        Optional.empty());
  }

  static Step failed(Check check, Optional<ResourceName> asked, String detail, Problem refusal) {
    return new Step(
        check,
        Outcome.FAILED,
        asked,
        "Not so: " + check.passed(),
        detail,
        check.side(),
        Optional.of(refusal),
        Optional.empty());
  }

  static Step decided(
      Check check,
      Optional<ResourceName> asked,
      String sentence,
      String detail,
      Side side,
      ConnectionState state) {
    return new Step(
        check,
        Outcome.DECIDED,
        asked,
        sentence,
        detail,
        side,
        Optional.empty(),
        Optional.of(state));
  }
}
