package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.model.Admission;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.ConnectionPolicy.Party;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;

/** Gathers what the decision on a request needs to know. */
final class Admissions {
  private static final String APPROVAL = "privateEndpointConnectionsApproval/action";

  private final Policy policy;

  @Inject
  Admissions(Policy policy) {
    this.policy = policy;
  }

  ConnectionState decide(
      ReadTx tx,
      RequestContext context,
      Target target,
      boolean manual,
      ResourceName network,
      Subscription subscription,
      Trail trail) {
    var action = target.name().armType() + "/" + APPROVAL;
    var admission =
        new Admission(
            new Party(subscription.tenant(), subscription.name(), network),
            manual,
            policy.permits(tx, context.principal(), action, target.name()),
            target instanceof Target.Service,
            target.approvesAtOnce(subscription.name()),
            target.policy());
    var state =
        admission.decide(
            consumer -> approved(tx, target, consumer), context.now(), trail, target.name());
    trail.decide(state);
    return state;
  }

  private static int approved(ReadTx tx, Target target, Consumer consumer) {
    int count = 0;
    for (var connection :
        tx.referrers(Connection.KIND, Connection.TARGET, target.name(), Integer.MAX_VALUE)) {
      if (connection.state().label() == Label.APPROVED && consumer.covers(party(tx, connection)))
        count++;
    }
    return count;
  }

  private static Party party(ReadTx tx, Connection connection) {
    var endpoint = tx.get(PrivateEndpoint.KIND, connection.endpoint());
    return new Party(
        connection.consumerTenant(),
        endpoint.name().subscription().orElseThrow(),
        endpoint.virtualNetwork());
  }
}
