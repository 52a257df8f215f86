package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.connection.ledger.ApprovalAction;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.model.Admission;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy.Party;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;

/** Gathers what the decision on a request needs to know. */
final class Admissions {
  private final Policy policy;

  @Inject
  Admissions(Policy policy) {
    this.policy = policy;
  }

  ConnectionState decide(
      ReadTx tx, RequestContext context, Target target, boolean manual, Party party, Trail trail) {
    var action = ApprovalAction.of(tx, target.name());
    var admission =
        new Admission(
            party,
            manual,
            action,
            policy.permits(tx, context.principal(), action, target.name()),
            target instanceof Target.Service,
            target.approvesAtOnce(party.subscription()) && !party.managed(),
            target.policy());
    var state =
        admission.decide(
            consumer -> tx.count(consumer.approvedAt(target.name())),
            context.now(),
            trail,
            target.name());
    trail.decide(state);
    return state;
  }

  static Party party(Subscription subscription, ResourceName network, String managedBy) {
    return new Party(subscription.tenant(), subscription.name(), network, !managedBy.isEmpty());
  }
}
