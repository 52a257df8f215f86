package io.postern.server.explain;

import io.postern.server.auth.Policy;
import io.postern.server.connection.ledger.Transitions;
import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.ReadTx.Entry;
import io.postern.server.store.WriteTx;
import io.postern.v1.CreatePrivateEndpointRequest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Explains a connection, or a request that was not made. */
final class ExplainConnection {
  /** How many moves are shown; the journal keeps them all. */
  private static final int HISTORY_SHOWN = 1000;

  private final Policy policy;
  private final EndpointDecisions decisions;

  @Inject
  ExplainConnection(Policy policy, EndpointDecisions decisions) {
    this.policy = policy;
    this.decisions = decisions;
  }

  /** Explains the connection of this name, or of the endpoint of this name. */
  Explanation existing(ReadTx tx, RequestContext context, ResourceName name) {
    var readable = readable(tx, context);
    var endpoint = endpoint(tx, readable, name);
    var connection = tx.get(Connection.KIND, endpoint.connection().name());
    var history = tx.entries(connection.name(), HISTORY_SHOWN).reversed();
    var sight =
        new Sight(
            readable,
            readable.test(endpoint.name()),
            readable.test(connection.name()),
            endpoint.alias().orElse(endpoint.target().text()),
            connection.consumerTenant());
    var steps = new ArrayList<Step>(today(tx, context, endpoint, requester(connection, history)));
    steps.addAll(StandingSteps.of(connection, history));
    return new Explanation(
        endpoint.name().text(),
        Optional.of(connection),
        Optional.of(connection.state()),
        Optional.empty(),
        steps,
        history,
        sight);
  }

  /**
   * Either side may ask by either name, but for a consumer that knows its target by an alias only:
   * to it the connection's name, which tells the target's, is no name of anything.
   */
  private PrivateEndpoint endpoint(ReadTx tx, Predicate<ResourceName> readable, ResourceName name) {
    if (PrivateEndpoint.KIND.matches(name)) {
      return tx.find(PrivateEndpoint.KIND, name)
          .filter(found -> readable.test(name) || readable.test(found.connection().name()))
          .orElseThrow(() -> notFound(PrivateEndpoint.KIND, name));
    }
    return tx.find(Connection.KIND, Connection.KIND.require(name, "name"))
        .flatMap(found -> tx.find(PrivateEndpoint.KIND, found.endpoint()))
        .filter(found ->
            readable.test(name) || (readable.test(found.name()) && found.alias().isEmpty()))
        .orElseThrow(() -> notFound(Connection.KIND, name));
  }

  private static ControlException notFound(Kind<?> kind, ResourceName name) {
    return ControlException.notFound(kind.label(), name);
  }

  private Predicate<ResourceName> readable(ReadTx tx, RequestContext context) {
    return name -> policy.permits(tx, context.principal(), name.armType() + "/read", name);
  }

  /** What the request would be told if it was made today by whoever made it. */
  private List<Step> today(
      ReadTx tx, RequestContext context, PrivateEndpoint endpoint, Principal requester) {
    var recording = new Recording();
    Optional<Problem> refusal = Optional.empty();
    try {
      decisions.repeat(tx, new RequestContext(requester, context.now()), endpoint, recording);
    } catch (ControlException e) {
      refusal = Optional.of(e.error().problem());
    }
    return recording.steps(Check.LEFT_TO_OWNER, refusal);
  }

  /** Whoever made the first move, the request. */
  private static Principal requester(Connection connection, List<Entry> history) {
    var actor = history.isEmpty() ? "" : Transitions.parse(history.getFirst()).actor();
    return actor.equals(Principal.ADMINISTRATOR.id())
        ? Principal.ADMINISTRATOR
        : Principal.of(actor, connection.consumerTenant());
  }

  /**
   * Explains a request by carrying it out.
   *
   * @param tx of a write that is taken back
   */
  Explanation attempt(WriteTx tx, RequestContext context, CreatePrivateEndpointRequest request) {
    var recording = new Recording();
    Optional<PrivateEndpoint> made = Optional.empty();
    Optional<Problem> refusal = Optional.empty();
    try {
      made = Optional.of(decisions.attempt(tx, context, request, recording));
    } catch (ControlException e) {
      refusal = Optional.of(e.error().problem());
    }
    var wanted = request.getPrivateEndpoint().getPrivateLinkServiceConnection();
    var sight =
        new Sight(
            readable(tx, context),
            true,
            false,
            wanted.hasAlias() ? wanted.getAlias() : wanted.getTarget(),
            "");
    return new Explanation(
        made.map(endpoint -> endpoint.name().text()).orElse(""),
        Optional.empty(),
        refusal.isPresent() ? Optional.empty() : recording.state(),
        refusal,
        recording.steps(Check.NAME, refusal),
        List.of(),
        sight);
  }
}
