package io.postern.server.endpoint.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which targets take addresses that the consumer chooses (Rules §6): not clusters, application
 * gateways, vaults for backups, and private link services of somebody else.
 */
public final class StaticAddressRule {
  private static final Set<String> REFUSED =
      ignoringCase(
          "Microsoft.ContainerService/managedClusters",
          "Microsoft.Network/applicationGateways",
          "Microsoft.HDInsight/clusters");

  private static final String VAULTS = "Microsoft.RecoveryServices/vaults";

  /** The one group of a vault that takes them. */
  private static final String SITE_RECOVERY = "AzureSiteRecovery";

  private StaticAddressRule() {}

  /**
   * Refuses chosen addresses for a target that takes none.
   *
   * @param groupIds in the catalogue's spelling
   * @param ownService whether the target is a private link service of the consumer's tenant
   */
  public static void require(
      ResourceName target, List<String> groupIds, boolean service, boolean ownService) {
    if (allows(target.armType(), groupIds, service, ownService)) return;
    throw ControlException.precondition(
        Problem.inField(
                Reason.STATIC_ADDRESS_NOT_SUPPORTED,
                "private_endpoint.ip_configurations",
                "Endpoints to "
                    + (service ? "a private link service of another tenant" : target.armType())
                    + " take the addresses they are given; leave ip_configurations out.")
            .with("type", target.armType()));
  }

  static boolean allows(String type, List<String> groupIds, boolean service, boolean ownService) {
    if (service) return ownService;
    if (type.equalsIgnoreCase(VAULTS)) return groupIds.contains(SITE_RECOVERY);
    return !REFUSED.contains(type);
  }

  private static Set<String> ignoringCase(String... types) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(types));
    return set;
  }
}
