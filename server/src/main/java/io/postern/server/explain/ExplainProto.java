package io.postern.server.explain;

import io.postern.server.connection.ledger.TransitionProto;
import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Check.Side;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.Standing;
import io.postern.server.explain.Step.Outcome;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Problem.Violation;
import io.postern.server.kernel.Reason;
import io.postern.server.store.ReadTx.Entry;
import io.postern.v1.ConnectionCheck;
import io.postern.v1.ConnectionStep;
import io.postern.v1.ErrorReason;
import io.postern.v1.ExplainConnectionResponse;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.ExplainSide;
import io.postern.v1.PrivateEndpointConnection.Transition;

/** From explanations to the API's, cut to what the caller may see. */
final class ExplainProto {
  /** Who made a move, to a consumer that is not told who works for the other side. */
  private static final String OTHER_SIDE = "provider";

  private ExplainProto() {}

  static ExplainConnectionResponse of(Explanation explained) {
    var sight = explained.sight();
    var message =
        ExplainConnectionResponse.newBuilder()
            .setPrivateEndpoint(explained.endpoint())
            .setConnection(explained.connection().map(it -> connection(it, sight)).orElse(""))
            .setSummary(summary(explained))
            .setSide(side(explained));
    explained.state().ifPresent(state -> set(message, state));
    explained.refusal().ifPresent(refusal -> message.setReason(reason(refusal.reason())));
    for (var step : explained.steps()) message.addSteps(step(step, sight));
    for (var entry : explained.history()) message.addHistory(move(entry, sight));
    return message.build();
  }

  /** Its name tells the target's, which a consumer may know by alias only. */
  private static String connection(Connection connection, Sight sight) {
    boolean known = sight.isProvider() || sight.targetAsAsked().equals(connection.target().text());
    return known ? connection.name().text() : "";
  }

  private static void set(ExplainConnectionResponse.Builder message, ConnectionState state) {
    message
        .setState(TransitionProto.state(state.label()))
        .setSuspended(state.action() == ActionCode.SUSPENDED)
        .setActionCode(TransitionProto.action(state.action()));
  }

  private static String summary(Explanation explained) {
    if (explained.state().isEmpty()) {
      return explained.steps().stream()
          .filter(step -> step.outcome() == Outcome.FAILED)
          .findFirst()
          .map(step -> "It would be refused: " + explained.sight().sentence(step))
          .orElse("It would be refused.");
    }
    var state = explained.state().get();
    var label = state.label().name().charAt(0) + state.label().name().substring(1).toLowerCase();
    var would = explained.connection().isEmpty() ? "It would be created. " : "";
    return would
        + label
        + ": "
        + (state.serves() ? "it carries traffic." : state.action().sentence());
  }

  private static ExplainSide side(Explanation explained) {
    return explained
        .state()
        .map(state -> side(Standing.of(state.action()).side()))
        .orElseGet(() ->
            explained.steps().stream()
                .filter(step -> step.outcome() == Outcome.FAILED)
                .findFirst()
                .map(step -> side(step.side()))
                .orElse(ExplainSide.EXPLAIN_SIDE_CONSUMER));
  }

  private static ConnectionStep step(Step step, Sight sight) {
    var message =
        ConnectionStep.newBuilder()
            .setCheck(ConnectionCheck.valueOf("CONNECTION_CHECK_" + step.check().name()))
            .setOutcome(ExplainOutcome.valueOf("EXPLAIN_OUTCOME_" + step.outcome().name()))
            .setDecidedBy(sight.asked(step))
            .setSentence(sight.sentence(step))
            .setDetail(sight.detail(step))
            .setSide(side(step.side()));
    step.refusal()
        .ifPresent(
            refusal -> message.setReason(reason(refusal.reason())).addAllFields(fields(refusal)));
    step.state().ifPresent(state -> message.setActionCode(TransitionProto.action(state.action())));
    return message.build();
  }

  private static Iterable<String> fields(Problem refusal) {
    return refusal.violations().stream().map(Violation::field).toList();
  }

  private static ErrorReason reason(Reason reason) {
    return ErrorReason.valueOf("ERROR_REASON_" + reason.name());
  }

  private static ExplainSide side(Side side) {
    return ExplainSide.valueOf("EXPLAIN_SIDE_" + side.name());
  }

  private static Transition move(Entry entry, Sight sight) {
    var move = TransitionProto.of(entry);
    return sight.knows(move.getActor()) ? move : move.toBuilder().setActor(OTHER_SIDE).build();
  }
}
