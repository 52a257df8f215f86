package io.postern.server.link.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.Quota;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A service of one's own that endpoints can connect to, behind a standard load balancer or at an
 * address.
 *
 * @param destination the address that is the service, instead of a load balancer
 * @param addresses where connections seem to come from
 * @param visibility subscriptions, or the one entry {@code *}
 * @param autoApproval subscriptions whose requests are approved at once, or {@code *}
 * @param alias given once, never changed
 */
public record PrivateLinkService(
    ResourceName name,
    Meta meta,
    String region,
    List<Frontend> frontends,
    Optional<IpAddress> destination,
    List<NatAddress> addresses,
    List<String> visibility,
    List<String> autoApproval,
    boolean restricted,
    List<String> fqdns,
    boolean proxyProtocol,
    ConnectionPolicy connectionPolicy,
    String alias,
    Optional<ResourceName> networkInterface,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<PrivateLinkService> KIND =
      Kind.inGroup(
          "privateLinkService",
          PrivateLinkService.class,
          "private link service",
          "Microsoft.Network/privateLinkServices/*");

  /** What a service is to its load balancer and subnets in the store's references. */
  public static final String LOAD_BALANCER = "loadBalancer";

  public static final String SUBNET = "subnet";

  /** The unique-value space of aliases. */
  public static final String ALIAS = "alias";

  /** Stands for every subscription in a list. */
  public static final String EVERYONE = SubscriptionList.EVERYONE;

  private static final int MAX_LISTED = 100;
  private static final int MAX_ADDRESSES = 8;
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?");
  private static final String FIELD = "private_link_service.";

  public PrivateLinkService {
    frontends = List.copyOf(frontends);
    addresses = List.copyOf(addresses);
    visibility = List.copyOf(visibility);
    autoApproval = List.copyOf(autoApproval);
    fqdns = List.copyOf(fqdns);
    tags = Map.copyOf(tags);
    if (!ID.matcher(name.id()).matches()) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          "private_link_service_id",
          "A service's id has 1-80 letters, digits, '_', '.' and '-', starts with a letter or digit"
              + " and ends with one or '_'.");
    }
    if (frontends.isEmpty() == destination.isEmpty()) {
      throw invalid(
          FIELD + "load_balancer_frontend_ip_configurations",
          "Give either the frontends of a load balancer or a destination address.");
    }
    requireAddresses(addresses, destination.isPresent());
    requireList(visibility, "visibility.subscriptions");
    requireList(autoApproval, "auto_approval.subscriptions");
    if (!visibility.contains(EVERYONE)) requireVisible(visibility, autoApproval);
  }

  private static void requireAddresses(List<NatAddress> addresses, boolean direct) {
    var field = FIELD + "ip_configurations";
    if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES)
      throw invalid(field, "A service has 1 to 8 addresses, not " + addresses.size() + ".");
    if (direct && addresses.size() % 2 != 0)
      throw invalid(field, "A service with a destination address has 2, 4, 6 or 8 addresses.");
    if (addresses.stream().filter(NatAddress::primary).count() != 1)
      throw invalid(field, "Exactly one address is primary.");
    if (addresses.stream().map(NatAddress::name).distinct().count() != addresses.size())
      throw invalid(field, "Two addresses have the same name.");
  }

  private static void requireList(List<String> subscriptions, String field) {
    if (subscriptions.size() > MAX_LISTED)
      throw invalid(FIELD + field, "The list has at most 100 subscriptions.");
    if (subscriptions.contains(EVERYONE) && subscriptions.size() > 1)
      throw invalid(FIELD + field, "'*' stands alone: it is everyone.");
  }

  /** Azure: whom a service approves at once must be able to find it. */
  private static void requireVisible(List<String> visibility, List<String> autoApproval) {
    for (var subscription : autoApproval) {
      if (!SubscriptionList.names(visibility, subscription)) {
        throw ControlException.invalid(
            Reason.AUTO_APPROVAL_NOT_VISIBLE,
            FIELD + "auto_approval.subscriptions",
            "'"
                + subscription
                + "' is approved automatically but cannot see the service; add it to visibility.");
      }
    }
  }

  private static ControlException invalid(String field, String message) {
    return ControlException.invalid(Reason.INVALID_FIELD, field, message);
  }

  /** A frontend of a load balancer that leads to the service. */
  public record Frontend(ResourceName loadBalancer, String frontend) {
    /**
     * The frontend as a resource of its own: while it is used, it cannot be taken from its load
     * balancer.
     */
    public ResourceName resourceName() {
      return loadBalancer.child("frontendIPConfigurations", frontend);
    }
  }

  /**
   * An address that connections seem to come from, seen from the service.
   *
   * @param address empty until it is given out
   */
  public record NatAddress(
      String name,
      ResourceName subnet,
      Optional<IpAddress> address,
      boolean fixed,
      boolean primary) {
    public NatAddress at(IpAddress given) {
      return new NatAddress(name, subnet, Optional.of(given), fixed, primary);
    }
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public PrivateLinkService withMeta(Meta other) {
    return new PrivateLinkService(
        name,
        other,
        region,
        frontends,
        destination,
        addresses,
        visibility,
        autoApproval,
        restricted,
        fqdns,
        proxyProtocol,
        connectionPolicy,
        alias,
        networkInterface,
        tags);
  }

  public PrivateLinkService with(
      List<NatAddress> given, String newAlias, ResourceName newInterface) {
    return new PrivateLinkService(
        name,
        meta,
        region,
        frontends,
        destination,
        given,
        visibility,
        autoApproval,
        restricted,
        fqdns,
        proxyProtocol,
        connectionPolicy,
        newAlias,
        Optional.of(newInterface),
        tags);
  }

  /** Whether a subscription may find the service without rights on it. */
  public boolean showsTo(ResourceName subscription) {
    return SubscriptionList.covers(visibility, subscription);
  }

  public boolean approvesAtOnce(ResourceName subscription) {
    return SubscriptionList.covers(autoApproval, subscription);
  }

  /** What it says in advance of those who ask. */
  public TargetLists lists() {
    return new TargetLists(connectionPolicy, autoApproval);
  }

  @Override
  public List<Reference> references() {
    Set<Reference> references = new LinkedHashSet<>();
    frontends.forEach(
        frontend -> references.add(Reference.blocking(LOAD_BALANCER, frontend.loadBalancer())));
    addresses.forEach(address -> references.add(Reference.blocking(SUBNET, address.subnet())));
    return new ArrayList<>(references);
  }

  @Override
  public List<Hold> holds() {
    return List.of(new Hold(ALIAS, alias));
  }

  @Override
  public List<Tally> tallies() {
    var services = Quota.PRIVATE_LINK_SERVICES.within(name.subscription().orElseThrow());
    return destination.isEmpty() ? List.of(services) : List.of(services, directTally());
  }

  /** The services without a load balancer in its subscription and region. */
  public Tally directTally() {
    var place = name.subscription().orElseThrow().child("locations", region);
    return Quota.DIRECT_CONNECT_SERVICES_PER_REGION.within(place);
  }
}
