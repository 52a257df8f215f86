package io.postern.server.subscription.model;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource.Tally;
import io.postern.server.kernel.ResourceName;
import java.time.Duration;
import java.util.Optional;

/**
 * A limit on how many of something there may be, or how often something may be done. The defaults
 * are Azure's; each subscription can have its own.
 */
public enum Quota {
  VIRTUAL_NETWORKS("virtualNetworks", 1_000, Per.SUBSCRIPTION),
  PRIVATE_ENDPOINTS("privateEndpoints", 65_536, Per.SUBSCRIPTION),
  PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK(
      "privateEndpointsPerVirtualNetwork", 1_000, Per.VIRTUAL_NETWORK),
  PRIVATE_LINK_SERVICES("privateLinkServices", 800, Per.SUBSCRIPTION),
  PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE(
      "privateEndpointsPerPrivateLinkService", 1_000, Per.PRIVATE_LINK_SERVICE),
  PRIVATE_DNS_ZONES("privateDnsZones", 1_000, Per.SUBSCRIPTION),
  RECORD_SETS_PER_ZONE("recordSetsPerZone", 25_000, Per.PRIVATE_DNS_ZONE),
  VIRTUAL_NETWORK_LINKS_PER_ZONE("virtualNetworkLinksPerZone", 1_000, Per.PRIVATE_DNS_ZONE),
  REGISTRATION_LINKS_PER_ZONE("registrationLinksPerZone", 100, Per.PRIVATE_DNS_ZONE),
  ZONES_PER_VIRTUAL_NETWORK("zonesPerVirtualNetwork", 1_000, Per.VIRTUAL_NETWORK),
  PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS(
      "privateEndpointsPerPeeredNetworks", 4_000, Per.PEERED_NETWORKS),
  PRIVATE_ENDPOINTS_PER_KEY_VAULT("privateEndpointsPerKeyVault", 64, Per.PRIVATE_LINK_RESOURCE),
  PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER(
      "privateLinkServicesPerLoadBalancer", 8, Per.LOAD_BALANCER),
  DIRECT_CONNECT_SERVICES_PER_REGION("directConnectServicesPerRegion", 10, Per.REGION),
  NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE(
      "natAddressesPerPrivateLinkService", 8, Per.PRIVATE_LINK_SERVICE, Counted.ENTRIES),
  LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE(
      "listedSubscriptionsPerPrivateLinkService", 100, Per.PRIVATE_LINK_SERVICE, Counted.ENTRIES),
  ZONES_PER_ZONE_GROUP("zonesPerZoneGroup", 5, Per.PRIVATE_DNS_ZONE_GROUP, Counted.ENTRIES),
  RECORDS_PER_RECORD_SET("recordsPerRecordSet", 20, Per.RECORD_SET, Counted.ENTRIES),
  PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP(
      "privateEndpointsPerApplicationSecurityGroup", 50, Per.APPLICATION_SECURITY_GROUP),
  PROVEN_DOMAINS("provenDomains", 100, Per.SUBSCRIPTION, Counted.ENTRIES),
  COMBINATIONS_PER_NETWORK_SECURITY_GROUP(
      "combinationsPerNetworkSecurityGroup", 250_000, Per.NETWORK_SECURITY_GROUP, Counted.ENTRIES),
  ZONE_CREATES_PER_MINUTE("zoneCreatesPerMinute", 40, Per.MINUTE),
  ZONE_UPDATES_PER_MINUTE("zoneUpdatesPerMinute", 40, Per.MINUTE),
  ZONE_DELETES_PER_MINUTE("zoneDeletesPerMinute", 40, Per.MINUTE),
  ZONE_GETS_PER_MINUTE("zoneGetsPerMinute", 200, Per.MINUTE),
  RECORD_SET_WRITES_PER_MINUTE("recordSetWritesPerMinute", 60, Per.MINUTE),
  VIRTUAL_NETWORK_LINK_WRITES_PER_MINUTE("virtualNetworkLinkWritesPerMinute", 60, Per.MINUTE),
  RULES_PER_FORWARDING_RULESET(
      "rulesPerForwardingRuleset", 1_000, Per.DNS_FORWARDING_RULESET, Counted.ENTRIES),
  SERVERS_PER_FORWARDING_RULE(
      "serversPerForwardingRule", 6, Per.DNS_FORWARDING_RULE, Counted.ENTRIES),
  NETWORKS_PER_FORWARDING_RULESET(
      "networksPerForwardingRuleset", 500, Per.DNS_FORWARDING_RULESET, Counted.ENTRIES),
  WEBHOOKS("webhooks", 100, Per.SUBSCRIPTION);

  /** What a quota is counted within: each of these has its own count. */
  public enum Per {
    SUBSCRIPTION,
    REGION,
    VIRTUAL_NETWORK,
    PEERED_NETWORKS,
    LOAD_BALANCER,
    PRIVATE_LINK_SERVICE,
    PRIVATE_LINK_RESOURCE,
    PRIVATE_DNS_ZONE,
    PRIVATE_DNS_ZONE_GROUP,
    RECORD_SET,
    APPLICATION_SECURITY_GROUP,
    NETWORK_SECURITY_GROUP,
    DNS_FORWARDING_RULESET,
    DNS_FORWARDING_RULE,
    /** A minute of the subscription's calls, on one server. */
    MINUTE
  }

  /** What is counted. */
  private enum Counted {
    RESOURCES,
    /** The entries of one resource; such a limit can be lowered and not raised. */
    ENTRIES
  }

  private final String id;
  private final long standard;
  private final Per per;
  private final Counted counted;

  Quota(String id, long standard, Per per) {
    this(id, standard, per, Counted.RESOURCES);
  }

  Quota(String id, long standard, Per per, Counted counted) {
    this.id = id;
    this.standard = standard;
    this.per = per;
    this.counted = counted;
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
    return counted == Counted.ENTRIES ? standard : Long.MAX_VALUE;
  }

  public Per per() {
    return per;
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

  /**
   * Refuses one more at a target, without saying whose it is: the caller may know it by alias only.
   */
  public void requireRoomAtTarget(Subscription owner, long used) {
    long limit = limit(owner);
    if (used < limit) return;
    throw exceeded(
        "The quota "
            + id
            + " is used up at the target: "
            + used
            + " of "
            + limit
            + "; ask its owner for room.",
        used,
        limit);
  }

  /** Refuses a resource with more entries than the limit. */
  public void requireAtMost(Subscription subscription, long entries) {
    long limit = limit(subscription);
    if (entries > limit) throw exceeded(subscription, entries, limit);
  }

  /**
   * Refuses a call that comes too soon after others of its sort.
   *
   * @param retryAfter when there is room for one more
   */
  public ControlException tooFast(Subscription subscription, Duration retryAfter) {
    long limit = limit(subscription);
    return ControlException.of(
        new ControlError.RateLimited(
            Problem.of(
                    Reason.RATE_LIMITED,
                    "The quota "
                        + id
                        + " of subscription '"
                        + subscription.name().id()
                        + "' allows "
                        + limit
                        + " calls a minute; repeat this one after "
                        + retryAfter.toMillis()
                        + " ms, or raise the quota.")
                .with("quota", id)
                .with("limit", Long.toString(limit))
                .with("used", Long.toString(limit)),
            retryAfter));
  }

  private ControlException exceeded(Subscription subscription, long used, long limit) {
    return exceeded(
        "The quota "
            + id
            + " of subscription '"
            + subscription.name().id()
            + "' is used up: "
            + used
            + " of "
            + limit
            + "; delete some, or raise the quota.",
        used,
        limit);
  }

  private ControlException exceeded(String message, long used, long limit) {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(Reason.QUOTA_EXCEEDED, message)
                .with("quota", id)
                .with("limit", Long.toString(limit))
                .with("used", Long.toString(used))));
  }
}
