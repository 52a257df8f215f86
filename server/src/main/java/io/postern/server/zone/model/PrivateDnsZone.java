package io.postern.server.zone.model;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.Quota;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A private DNS zone: names that only the virtual networks linked to it see. */
public record PrivateDnsZone(
    ResourceName name, Meta meta, Soa soa, ClaimPolicy claimPolicy, Map<String, String> tags)
    implements Resource {
  public static final Kind<PrivateDnsZone> KIND =
      Kind.inGroup(
          "privateDnsZone",
          PrivateDnsZone.class,
          "private DNS zone",
          "Microsoft.Network/privateDnsZones/*");

  private static final int MIN_LABELS = 2;
  private static final int MAX_LABELS = 34;

  /**
   * Names that no private zone may have, as in Azure: whoever linked one would cut its network off
   * from the services themselves. Names below them are free.
   */
  private static final Set<String> RESERVED =
      Set.of(
          "azclient.ms",
          "azure.com",
          "cloudapp.net",
          "core.windows.net",
          "microsoft.com",
          "msidentity.com",
          "trafficmanager.net",
          "windows.net",
          "azure.us",
          "core.usgovcloudapi.net",
          "usgovcloudapi.net",
          "usgovtrafficmanager.net",
          "azure.cn",
          "chinacloudapi.cn",
          "core.chinacloudapi.cn",
          "trafficmanager.cn");

  public PrivateDnsZone {
    requireZoneName(apex(name));
    tags = Map.copyOf(tags);
  }

  private static void requireZoneName(DomainName apex) {
    int labels = apex.labelCount();
    if (labels < MIN_LABELS || labels > MAX_LABELS) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          "private_dns_zone_id",
          "The name of a private DNS zone has "
              + MIN_LABELS
              + " to "
              + MAX_LABELS
              + " labels, not "
              + labels
              + "; choose one such as contoso.com.");
    }
    if (!RESERVED.contains(apex.text())) return;
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.ZONE_NAME_RESERVED,
                    "private_dns_zone_id",
                    "No private DNS zone may be called '"
                        + apex
                        + "'; choose a name of your own, or one below it.")
                .with("zone", apex.text())));
  }

  /** The DNS name of the zone with this resource name. */
  public static DomainName apex(ResourceName zone) {
    return DomainName.parse(zone.id(), "private_dns_zone_id");
  }

  /**
   * Whether a zone of this DNS name is one that private endpoints keep their records in. Every zone
   * of the catalogue has a label that says so, though not always the first one: {@code
   * scm.privatelink.azurewebsites.net}.
   */
  public static boolean followsPrivateEndpoints(DomainName apex) {
    for (var label : apex.text().split("\\.")) {
      if (label.equals("privatelink") || label.equals("privatelink-global")) return true;
    }
    return false;
  }

  public DomainName apex() {
    return apex(name);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public PrivateDnsZone withMeta(Meta other) {
    return new PrivateDnsZone(name, other, soa, claimPolicy, tags);
  }

  public PrivateDnsZone withSoa(Soa other) {
    return new PrivateDnsZone(name, meta, other, claimPolicy, tags);
  }

  @Override
  public List<Tally> tallies() {
    return name.subscription().stream().map(Quota.PRIVATE_DNS_ZONES::within).toList();
  }
}
