package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import jakarta.inject.Inject;
import java.util.List;

/** Whether an endpoint may be in the application security groups its owner puts it in. */
final class GroupMembership {
  private static final String FIELD = "private_endpoint.application_security_groups";

  private final Policy policy;

  @Inject
  GroupMembership(Policy policy) {
    this.policy = policy;
  }

  /** Refuses groups that are not there, are not the caller's, or are in another region. */
  void require(ReadTx tx, RequestContext context, List<ResourceName> groups, String region) {
    for (int i = 0; i < groups.size(); i++) {
      policy.require(tx, context, ApplicationSecurityGroup.KIND, "join/action", groups.get(i));
      tx.get(ApplicationSecurityGroup.KIND, groups.get(i))
          .requireRegion(region, FIELD + "[" + i + "]");
    }
  }
}
