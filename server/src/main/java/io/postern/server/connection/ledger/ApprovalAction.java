package io.postern.server.connection.ledger;

import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ResourceType;
import io.postern.server.store.ReadTx;

/** The action that is the right to approve connections of a target. */
public final class ApprovalAction {
  private static final String VERB = "privateEndpointConnectionsApproval/action";

  private ApprovalAction() {}

  /** Types of the operator's own may name another action. */
  public static String of(ReadTx tx, ResourceName target) {
    var type = target.armType();
    return tx.holder(ResourceType.TYPE, ResourceType.key(type))
        .flatMap(name -> tx.find(ResourceType.KIND, name))
        .map(ResourceType::approvalAction)
        .orElse(type + "/" + VERB);
  }
}
