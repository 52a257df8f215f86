package io.postern.server.subscription.model;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource.Tally;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/**
 * A limit on how many of something there may be within a subscription, a network or a zone. The
 * defaults are Azure's; each subscription can have its own.
 */
public enum Quota {
  VIRTUAL_NETWORKS("virtualNetworks", 1_000, Within.SUBSCRIPTION),
  PRIVATE_ENDPOINTS("privateEndpoints", 65_536, Within.SUBSCRIPTION),
  PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK("privateEndpointsPerVirtualNetwork", 1_000, Within.PARENT),
  PRIVATE_LINK_SERVICES("privateLinkServices", 800, Within.SUBSCRIPTION),
  PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE(
      "privateEndpointsPerPrivateLinkService", 1_000, Within.PARENT),
  PRIVATE_DNS_ZONES("privateDnsZones", 1_000, Within.SUBSCRIPTION),
  RECORD_SETS_PER_ZONE("recordSetsPerZone", 25_000, Within.PARENT),
  VIRTUAL_NETWORK_LINKS_PER_ZONE("virtualNetworkLinksPerZone", 1_000, Within.PARENT),
  REGISTRATION_LINKS_PER_ZONE("registrationLinksPerZone", 100, Within.PARENT),
  ZONES_PER_VIRTUAL_NETWORK("zonesPerVirtualNetwork", 1_000, Within.PARENT),
  DIRECT_CONNECT_SERVICES_PER_REGION("directConnectServicesPerRegion", 10, Within.PARENT);

  /** What a quota is counted over. */
  public enum Within {
    SUBSCRIPTION,
    PARENT
  }

  private final String id;
  private final long standard;
  private final Within within;

  Quota(String id, long standard, Within within) {
    this.id = id;
    this.standard = standard;
    this.within = within;
  }

  /** The quota's name in the API, such as {@code privateEndpoints}. */
  public String id() {
    return id;
  }

  public long standard() {
    return standard;
  }

  public Within within() {
    return within;
  }

  public static Optional<Quota> named(String id) {
    for (var quota : values()) if (quota.id.equalsIgnoreCase(id)) return Optional.of(quota);
    return Optional.empty();
  }

  /** The tally that counts towards this quota within a name. */
  public Tally within(ResourceName name) {
    return new Tally(id, name);
  }

  public long limit(Subscription subscription) {
    return subscription.limits().getOrDefault(id, standard);
  }

  /**
   * Refuses one more when the limit is reached.
   *
   * @param used how many there are now
   * @throws ControlException {@code QuotaExceeded} with the quota's name, limit and use
   */
  public void requireRoom(Subscription subscription, long used) {
    long limit = limit(subscription);
    if (used < limit) return;
    throw ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "The quota "
                        + id
                        + " of subscription '"
                        + subscription.name().id()
                        + "' is used up: "
                        + used
                        + " of "
                        + limit
                        + "; delete some, or raise the quota.")
                .with("quota", id)
                .with("limit", Long.toString(limit))
                .with("used", Long.toString(used))));
  }
}
