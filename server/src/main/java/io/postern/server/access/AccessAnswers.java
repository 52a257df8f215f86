package io.postern.server.access;

import io.postern.server.access.model.RoleAssignment;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.ReadTx;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who may do what, and why: the decision of {@link Policy} and {@link Rights}, told. */
final class AccessAnswers {
  private static final int MAX_ACTIONS = 100;
  private static final Pattern ACTION =
      Pattern.compile("[A-Za-z0-9._-]{1,128}(/[A-Za-z0-9._-]{1,128}){1,9}");

  private final Policy policy;

  @Inject
  AccessAnswers(Policy policy) {
    this.policy = policy;
  }

  /**
   * An explanation.
   *
   * @param lock the lock that holds off what is permitted
   * @param matched everything that speaks for or against it
   */
  record Explained(Rights.Decision decision, Optional<ScopeLock> lock, List<ResourceName> matched) {
    boolean isAllowed() {
      return decision.isAllowed() && lock.isEmpty();
    }
  }

  /** Those of some actions that the caller may perform. */
  List<String> permitted(
      ReadTx tx, RequestContext context, ResourceName resource, List<String> actions) {
    if (actions.isEmpty() || actions.size() > MAX_ACTIONS)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, "actions", "Ask for 1 to " + MAX_ACTIONS + " actions.");
    for (int i = 0; i < actions.size(); i++) requireAction(actions.get(i), "actions[" + i + "]");
    return actions.stream()
        .filter(action -> policy.permits(tx, context.principal(), action, resource))
        .toList();
  }

  Explained explain(
      ReadTx tx, RequestContext context, ResourceName resource, String principal, String action) {
    requireAction(action, "action");
    requireReader(tx, context, resource);
    var tenant =
        tx.ownerOf(resource).orElseThrow(() -> ControlException.notFound("scope", resource));
    var rights = tx.grantsOf(tenant).of(principal);
    var decision = rights.decide(action, resource);
    var locks =
        resource.subscription().map(tx::locksIn).orElse(List.of()).stream()
            .filter(lock -> lock.refuses(action, resource))
            .toList();
    var matched = new ArrayList<>(rights.matching(action, resource));
    locks.forEach(lock -> matched.add(lock.name()));
    var lock = decision.isAllowed() ? locks.stream().findFirst() : Optional.<ScopeLock>empty();
    return new Explained(decision, lock, matched);
  }

  /** For who may read the assignments there; for all others there is nothing. */
  private void requireReader(ReadTx tx, RequestContext context, ResourceName resource) {
    if (!policy.permits(tx, context.principal(), RoleAssignment.KIND.action("read"), resource))
      throw ControlException.notFound("scope", resource);
  }

  private static void requireAction(String action, String field) {
    if (!ACTION.matcher(action).matches())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "'" + field + "' is one action, such as Microsoft.Network/privateEndpoints/read.");
  }
}
