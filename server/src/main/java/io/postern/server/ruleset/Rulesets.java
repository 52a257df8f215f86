package io.postern.server.ruleset;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.List;

/** The use cases that create, change and delete forwarding rulesets. */
final class Rulesets implements ResourceWrites<ForwardingRuleset> {
  private static final String NETWORKS = "dns_forwarding_ruleset.virtual_networks";

  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  Rulesets(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  @Override
  public ForwardingRuleset create(WriteTx tx, RequestContext context, ForwardingRuleset wanted) {
    policy.require(tx, context, ForwardingRuleset.KIND, "write", wanted.name());
    requireRoom(tx, wanted);
    requireNetworks(tx, context, wanted, List.of());
    return tx.create(wanted, "created");
  }

  @Override
  public ForwardingRuleset update(
      WriteTx tx, RequestContext context, ForwardingRuleset wanted, String etag) {
    var current = permitted.get(tx, context, ForwardingRuleset.KIND, "write", wanted.name(), etag);
    if (!current.region().equals(wanted.region()))
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          "dns_forwarding_ruleset.region",
          "A forwarding ruleset stays in its region; create another one for another region.");
    requireRoom(tx, wanted);
    requireNetworks(tx, context, wanted, current.virtualNetworks());
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    tx.delete(permitted.get(tx, context, ForwardingRuleset.KIND, "delete", name, etag), "deleted");
  }

  private static void requireRoom(WriteTx tx, ForwardingRuleset wanted) {
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    Quota.RULES_PER_FORWARDING_RULESET.requireAtMost(subscription, wanted.rules().size());
    Quota.NETWORKS_PER_FORWARDING_RULESET.requireAtMost(
        subscription, wanted.virtualNetworks().size());
    for (var rule : wanted.rules())
      Quota.SERVERS_PER_FORWARDING_RULE.requireAtMost(subscription, rule.servers().size());
  }

  /** Each network that is new exists, the caller may join it, and no other ruleset has it. */
  private void requireNetworks(
      WriteTx tx, RequestContext context, ForwardingRuleset wanted, List<ResourceName> before) {
    for (int i = 0; i < wanted.virtualNetworks().size(); i++) {
      var network = wanted.virtualNetworks().get(i);
      if (before.contains(network)) continue;
      var _ = permitted.get(tx, context, VirtualNetwork.KIND, "join/action", network);
      requireFree(tx, network, NETWORKS + "[" + i + "]");
    }
  }

  private static void requireFree(WriteTx tx, ResourceName network, String field) {
    var hold = ForwardingRuleset.linked(network);
    var holder = tx.holder(hold.space(), hold.value());
    if (holder.isEmpty()) return;
    throw ControlException.precondition(
        Problem.inField(
                Reason.FORWARDING_RULESET_EXISTS,
                field,
                "The network '"
                    + network
                    + "' is linked to the forwarding ruleset '"
                    + holder.get()
                    + "' already, and a network has one; take it out of that first.")
            .with("ruleset", holder.get().text()));
  }
}
