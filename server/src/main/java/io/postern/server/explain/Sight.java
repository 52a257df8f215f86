package io.postern.server.explain;

import io.postern.server.connection.model.Check.Side;
import io.postern.server.explain.Step.Outcome;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.ResourceName;
import java.util.function.Predicate;

/**
 * What one caller may see of an explanation. A resource is named to those who may read it; the
 * consumer knows the target besides, by the name or alias that it asked with.
 *
 * @param readable whether the caller may read a resource
 * @param isConsumer whether the caller may read the endpoint
 * @param isProvider whether the caller may read the connection at the target
 * @param targetAsAsked the target as the consumer named it
 * @param consumerTenant the tenant of the endpoint's subscription; empty while there is none
 */
record Sight(
    Predicate<ResourceName> readable,
    boolean isConsumer,
    boolean isProvider,
    String targetAsAsked,
    String consumerTenant) {
  /** The resource that was asked, in the words the caller knows it by; empty for none of them. */
  String asked(Step step) {
    if (step.asked().isEmpty()) return "";
    if (mayRead(step)) return step.asked().get().text();
    // What a consumer may not read of all that is asked is the other side, and that is the target.
    return isConsumer ? targetAsAsked : "";
  }

  String detail(Step step) {
    return mayRead(step) ? step.detail() : "";
  }

  /** What came of a check; a refusal in its own words where the caller would be told them. */
  String sentence(Step step) {
    if (step.outcome() != Outcome.FAILED) return step.sentence();
    boolean own = isConsumer && step.check().side() == Side.CONSUMER;
    return own || mayRead(step)
        ? step.refusal().map(Problem::message).orElse(step.sentence())
        : step.sentence();
  }

  private boolean mayRead(Step step) {
    return step.asked().filter(readable).isPresent();
  }

  /** Whether the caller is told who made a move: the consumer is not told of the other side. */
  boolean knows(String actor) {
    return isProvider
        || actor.endsWith("@" + consumerTenant)
        || actor.equals(Principal.SYSTEM.id())
        || actor.equals(Principal.ADMINISTRATOR.id());
  }
}
