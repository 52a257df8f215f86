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
  PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS("privateEndpointsPerPeeredNetworks", 4_000, Within.PARENT),
  PRIVATE_ENDPOINTS_PER_KEY_VAULT("privateEndpointsPerKeyVault", 64, Within.PARENT),
  PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER("privateLinkServicesPerLoadBalancer", 8, Within.PARENT),
  DIRECT_CONNECT_SERVICES_PER_REGION("directConnectServicesPerRegion", 10, Within.PARENT),
  NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE("natAddressesPerPrivateLinkService", 8, Within.RESOURCE),
  LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE(
      "listedSubscriptionsPerPrivateLinkService", 100, Within.RESOURCE),
  ZONES_PER_ZONE_GROUP("zonesPerZoneGroup", 5, Within.RESOURCE),
  RECORDS_PER_RECORD_SET("recordsPerRecordSet", 20, Within.RESOURCE),
  RULES_PER_FORWARDING_RULESET("rulesPerForwardingRuleset", 1_000, Within.RESOURCE),
  SERVERS_PER_FORWARDING_RULE("serversPerForwardingRule", 6, Within.RESOURCE),
  NETWORKS_PER_FORWARDING_RULESET("networksPerForwardingRuleset", 500, Within.RESOURCE);

  /** What a quota is counted over. */
  public enum Within {
    SUBSCRIPTION,
    PARENT,
    /** The entries of one resource; such a limit can be lowered and not raised. */
    RESOURCE
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

  /** The highest limit that can be set. */
  public long most() {
    return within == Within.RESOURCE ? standard : Long.MAX_VALUE;
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
    return limit(subscription, standard);
  }

  /**
   * @param otherwise the limit of a subscription that has set none
   */
  public long limit(Subscription subscription, long otherwise) {
    return subscription.limits().getOrDefault(id, otherwise);
  }

  /**
   * Refuses one more when the limit is reached.
   *
   * @param used how many there are now
   * @throws ControlException {@code QuotaExceeded} with the quota's name, limit and use
   */
  public void requireRoom(Subscription subscription, long used) {
    requireRoom(subscription, used, standard);
  }

  /**
   * @param otherwise the limit of a subscription that has set none
   */
  public void requireRoom(Subscription subscription, long used, long otherwise) {
    long limit = limit(subscription, otherwise);
    if (used >= limit) throw exceeded(subscription, used, limit);
  }

  /** Refuses a resource with more entries than the limit. */
  public void requireAtMost(Subscription subscription, long entries) {
    long limit = limit(subscription);
    if (entries > limit) throw exceeded(subscription, entries, limit);
  }

  private ControlException exceeded(Subscription subscription, long used, long limit) {
    return ControlException.of(
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
