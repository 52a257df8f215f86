package io.postern.server.traffic.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Checks;
import java.util.Map;

/** An application security group: a name that rules have for a set of endpoints and machines. */
public record ApplicationSecurityGroup(
    ResourceName name, Meta meta, String region, Map<String, String> tags) implements Resource {
  public static final Kind<ApplicationSecurityGroup> KIND =
      Kind.inGroup(
          "applicationSecurityGroup",
          ApplicationSecurityGroup.class,
          "application security group",
          "Microsoft.Network/applicationSecurityGroups/*");

  /** What a group is to its members and to the rules that name it. */
  public static final String ROLE = "applicationSecurityGroup";

  public ApplicationSecurityGroup {
    Checks.id(name, 1, 80, "application_security_group_id");
    tags = Map.copyOf(tags);
  }

  /** The pointer of a member, or of a group with a rule. */
  public static Reference usedBy(ResourceName group) {
    return Reference.blocking(ROLE, group);
  }

  /** Refuses a use in another region than the group's. */
  public void requireRegion(String wanted, String field) {
    if (region.equals(wanted)) return;
    throw ControlException.invalid(
        Reason.REGION_MISMATCH,
        field,
        "The application security group '"
            + name
            + "' is in "
            + region
            + " and can be used there only, not in "
            + wanted
            + ".");
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public ApplicationSecurityGroup withMeta(Meta other) {
    return new ApplicationSecurityGroup(name, other, region, tags);
  }
}
