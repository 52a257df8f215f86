package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Tenants;
import java.util.List;

/** Whether the caller may put an endpoint into the application security groups it names. */
final class JoinedGroups {
  private static final String JOIN =
      "Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action";

  private JoinedGroups() {}

  static void require(
      Policy policy, Tenants tenants, RequestContext context, List<ResourceName> groups) {
    for (var group : groups) {
      if (!policy.permits(tenants, context.principal(), JOIN, group))
        throw ControlException.notFound("application security group", group);
    }
  }
}
