package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.address.MemberAddresses;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.StaticAddressRule;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.Member;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a private endpoint with its interface, addresses and connection, all in one write. The
 * checks come in the order that Azure makes them, so that a request that is wrong in several ways
 * is told the same first thing.
 */
final class CreatePrivateEndpoint {
  private static final String FIELD = "private_endpoint.";

  private final Policy policy;
  private final Admissions admissions;
  private final GroupMembership membership;
  private final NewEndpoint made;
  private final Catalogue catalogue;

  @Inject
  CreatePrivateEndpoint(
      Policy policy,
      Admissions admissions,
      GroupMembership membership,
      IdSource ids,
      Catalogue catalogue) {
    this.policy = policy;
    this.admissions = admissions;
    this.membership = membership;
    this.made = new NewEndpoint(ids);
    this.catalogue = catalogue;
  }

  /**
   * What a consumer asks for.
   *
   * @param target the target's name, or
   * @param alias its alias
   */
  record Request(
      ResourceName name,
      String region,
      ResourceName subnet,
      Optional<ResourceName> target,
      Optional<String> alias,
      String connectionName,
      List<String> groupIds,
      String requestMessage,
      boolean manual,
      String managedBy,
      List<PrivateEndpoint.WantedAddress> wantedAddresses,
      String customNetworkInterfaceName,
      List<ResourceName> applicationSecurityGroups,
      PrivateEndpoint.IpVersions ipVersions,
      Map<String, String> tags) {
    /** The request that an endpoint came of. */
    static Request of(PrivateEndpoint endpoint) {
      return new Request(
          endpoint.name(),
          endpoint.region(),
          endpoint.subnet(),
          endpoint.alias().isPresent() ? Optional.empty() : Optional.of(endpoint.target()),
          endpoint.alias(),
          endpoint.connectionName(),
          endpoint.groupIds(),
          endpoint.requestMessage(),
          endpoint.manual(),
          endpoint.managedBy(),
          endpoint.wantedAddresses(),
          endpoint.customNetworkInterfaceName(),
          endpoint.applicationSecurityGroups(),
          endpoint.ipVersions(),
          endpoint.tags());
    }
  }

  PrivateEndpoint run(WriteTx tx, RequestContext context, Request request) {
    return run(tx, context, request, Trail.NONE);
  }

  PrivateEndpoint run(WriteTx tx, RequestContext context, Request request, Trail trail) {
    var decided = decide(tx, context, request, trail);
    trail.begin(Check.ADDRESSES, request.subnet());
    var addressed =
        MemberAddresses.give(
            tx,
            request.name(),
            decided.subnet(),
            request.ipVersions(),
            decided.members(),
            request.wantedAddresses());
    trail.begin(Check.NAME, request.name());
    return made.store(tx, context, request, decided, addressed);
  }

  /** What a request comes to, before anything is given or stored. */
  record Decided(
      Subscription subscription,
      Subnet subnet,
      Target target,
      List<Member> members,
      ConnectionState state) {}

  /**
   * Makes every check that needs no write.
   *
   * @throws ControlException when one refuses; it is the last that the trail was told of
   */
  Decided decide(ReadTx tx, RequestContext context, Request request, Trail trail) {
    var subscriptionName = request.name().subscription().orElseThrow();
    trail.begin(Check.PERMISSION, subscriptionName);
    policy.require(tx, context, PrivateEndpoint.KIND, "write", request.name());
    var subscription = tx.get(Subscription.KIND, subscriptionName);
    var subnet = requirePlace(tx, context, request, subscription, trail);
    if (tx.find(PrivateEndpoint.KIND, request.name()).isEmpty())
      requireRoom(tx, request, subscription, trail);
    trail.begin(Check.CONSUMER_REGISTERED, subscription.name());
    subscription.requireNetworkProvider(Reason.MISSING_SUBSCRIPTION_REGISTRATION);
    var target = AskedTarget.require(tx, request, subscription, trail);
    target.requireReach(request.region(), FIELD + "region");
    trail.begin(Check.REQUEST_MESSAGE, target.name());
    target.requireMessage(request.requestMessage(), Target.FIELD + ".request_message");
    trail.begin(Check.GROUP, target.name());
    var members = target.members(request.groupIds(), catalogue);
    trail.begin(Check.CHOSEN_ADDRESSES, request.subnet());
    requireStaticAllowed(tx, request, subscription, target, members);
    WantedAddresses.require(request.wantedAddresses(), members, subnet, request.ipVersions());
    var state =
        admissions.decide(
            tx,
            context,
            target,
            request.manual(),
            Admissions.party(subscription, request.subnet().parent(), request.managedBy()),
            trail);
    return new Decided(subscription, subnet, target, members, state);
  }

  private static void requireStaticAllowed(
      ReadTx tx, Request request, Subscription subscription, Target target, List<Member> members) {
    if (request.wantedAddresses().isEmpty()) return;
    var owner = tx.get(Subscription.KIND, target.name().subscription().orElseThrow());
    StaticAddressRule.require(
        target.name(),
        members.stream().map(Member::groupId).distinct().toList(),
        target instanceof Target.Service,
        owner.tenant().equals(subscription.tenant()));
  }

  /** Region and subscription are the network's own; the subnet takes endpoints. */
  private Subnet requirePlace(
      ReadTx tx, RequestContext context, Request request, Subscription subscription, Trail trail) {
    trail.begin(Check.PLACE, request.subnet());
    if (!request.subnet().isWithin(subscription.name())) {
      throw ControlException.invalid(
          Reason.SUBSCRIPTION_MISMATCH,
          FIELD + "subnet",
          "The endpoint has to be in the subscription of its virtual network; choose a subnet of '"
              + subscription.name()
              + "'.");
    }
    policy.require(tx, context, Subnet.KIND, "join/action", request.subnet());
    membership.require(tx, context, request.applicationSecurityGroups(), request.region());
    var subnet = tx.get(Subnet.KIND, request.subnet());
    var network = tx.get(VirtualNetwork.KIND, subnet.virtualNetwork());
    if (!network.region().equals(request.region())) {
      throw ControlException.invalid(
          Reason.REGION_MISMATCH,
          FIELD + "region",
          "The endpoint has to be in the region of its virtual network, "
              + network.region()
              + ", not "
              + request.region()
              + ".");
    }
    trail.begin(Check.SUBNET, subnet.name());
    if (!subnet.delegations().isEmpty()) {
      throw ControlException.precondition(
          Problem.inField(
                  Reason.PRIVATE_ENDPOINT_CREATION_NOT_ALLOWED_AS_SUBNET_IS_DELEGATED,
                  FIELD + "subnet",
                  "The subnet '"
                      + subnet.name()
                      + "' is delegated to "
                      + subnet.delegations().getFirst().serviceName()
                      + "; choose one that is not.")
              .with("subnet", subnet.name().text()));
    }
    return subnet;
  }

  private void requireRoom(ReadTx tx, Request request, Subscription subscription, Trail trail) {
    trail.begin(Check.QUOTA, subscription.name());
    requireRoom(tx, subscription, Quota.PRIVATE_ENDPOINTS, subscription.name());
    NetworkRoom.require(tx, subscription, request.subnet().parent());
    membership.requireRoom(tx, request.applicationSecurityGroups());
  }

  private static void requireRoom(
      ReadTx tx, Subscription subscription, Quota quota, ResourceName within) {
    quota.requireRoom(subscription, tx.count(quota.within(within)));
  }
}
