package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.address.MemberAddresses;
import io.postern.server.endpoint.address.MemberConfigurations;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.StaticAddressRule;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Alias;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.NetworkInterface;
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
  private static final String KEY_VAULT = "Microsoft.KeyVault/vaults";

  private final Policy policy;
  private final Admissions admissions;
  private final GroupMembership membership;
  private final IdSource ids;
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
    this.ids = ids;
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
    return store(
        tx, context, request, decided.subscription(), decided.target(), decided.state(), addressed);
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
    var target = requireTarget(tx, request, subscription, trail);
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

  private static Target requireTarget(
      ReadTx tx, Request request, Subscription subscription, Trail trail) {
    var byAlias = request.alias().isPresent();
    var field = Target.FIELD + (byAlias ? ".alias" : ".target");
    // An alias says nothing of the target, so until it is found only the request was asked.
    trail.begin(Check.TARGET, request.target().orElse(request.name()));
    if (byAlias && !request.manual()) {
      throw ControlException.invalid(
          Reason.MANUAL_REQUIRED_FOR_ALIAS,
          Target.FIELD + ".manual",
          "A target given by its alias needs a manual request; set manual.");
    }
    var name = byAlias ? named(tx, request.alias().get(), field) : request.target().orElseThrow();
    trail.begin(Check.TARGET, name);
    var target = Target.open(tx, name, subscription.name(), field);
    trail.begin(Check.PROVIDER_REGISTERED, name);
    requireRegistered(tx.get(Subscription.KIND, name.subscription().orElseThrow()), byAlias);
    requireRoomAt(tx, target, trail);
    return target;
  }

  /** An alias does not tell whose the service is, and nor does a refusal. */
  private static void requireRegistered(Subscription owner, boolean byAlias) {
    if (byAlias && !owner.isRegistered(Subscription.NETWORK_PROVIDER)) {
      throw ControlException.precondition(
          Problem.of(
                  Reason.SUBSCRIPTION_NOT_REGISTERED,
                  "The owner of the service is not registered for "
                      + Subscription.NETWORK_PROVIDER
                      + "; ask it to register the provider.")
              .with("provider", Subscription.NETWORK_PROVIDER));
    }
    owner.requireNetworkProvider(Reason.SUBSCRIPTION_NOT_REGISTERED);
  }

  /** The limit of the owner's subscription; one tally counts the endpoints of any target. */
  private static void requireRoomAt(ReadTx tx, Target target, Trail trail) {
    boolean vault = target.name().armType().equalsIgnoreCase(KEY_VAULT);
    if (!vault && !(target instanceof Target.Service)) return;
    trail.begin(Check.SERVICE_QUOTA, target.name());
    var owner = tx.get(Subscription.KIND, target.name().subscription().orElseThrow());
    long used = tx.count(Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE.within(target.name()));
    (vault
            ? Quota.PRIVATE_ENDPOINTS_PER_KEY_VAULT
            : Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE)
        .requireRoomAtTarget(owner, used);
  }

  private static ResourceName named(ReadTx tx, String alias, String field) {
    return tx.holder(PrivateLinkService.ALIAS, Alias.parse(alias, field))
        .orElseThrow(() -> Target.unknownService(field));
  }

  private PrivateEndpoint store(
      WriteTx tx,
      RequestContext context,
      Request request,
      Subscription subscription,
      Target target,
      ConnectionState state,
      List<EndpointMember> members) {
    var connection = connection(tx, request, subscription, target, state);
    var networkInterface =
        new NetworkInterface(
            interfaceName(request),
            Meta.NEW,
            request.region(),
            request.subnet(),
            request.name(),
            MemberConfigurations.of(members, request.wantedAddresses()));
    var endpoint =
        new PrivateEndpoint(
            request.name(),
            Meta.NEW,
            request.region(),
            request.subnet(),
            target.name(),
            request.alias(),
            request.connectionName().isEmpty() ? request.name().id() : request.connectionName(),
            request.groupIds(),
            request.requestMessage(),
            request.manual(),
            request.managedBy(),
            request.wantedAddresses(),
            request.customNetworkInterfaceName(),
            request.applicationSecurityGroups(),
            request.ipVersions(),
            members,
            networkInterface.name(),
            ConnectionLedger.summary(connection),
            request.tags());
    var created = tx.create(endpoint, "created");
    tx.create(networkInterface, "created with " + request.name().id());
    ConnectionLedger.open(tx, context, connection, request.requestMessage());
    return created;
  }

  private Connection connection(
      WriteTx tx,
      Request request,
      Subscription subscription,
      Target target,
      ConnectionState state) {
    var id = request.name().id() + "." + ids.nextUuid();
    var name =
        Connection.KIND.require(
            target.name().child("privateEndpointConnections", id), "private_endpoint_id");
    var description = state.label() == Label.APPROVED ? "Approved automatically" : "";
    return new Connection(
        name,
        Meta.NEW,
        request.name(),
        request.region(),
        subscription.tenant(),
        request.subnet().parent(),
        request.managedBy(),
        request.groupIds(),
        linkIdentifier(tx),
        state,
        description,
        request.requestMessage());
  }

  /** Drawn again while it is taken or rests: there are some four thousand million of them. */
  private int linkIdentifier(WriteTx tx) {
    while (true) {
      int drawn = ids.nextLinkIdentifier();
      var hold = Connection.linkIdentifierHold(drawn);
      if (tx.holder(hold.space(), hold.value()).isEmpty() && !tx.isResting(hold)) return drawn;
    }
  }

  static ResourceName interfaceName(Request request) {
    var id =
        request.customNetworkInterfaceName().isEmpty()
            ? request.name().id() + ".nic"
            : request.customNetworkInterfaceName();
    return NetworkInterface.KIND.name(
        request.name().resourceGroup().orElseThrow(), id, FIELD + "custom_network_interface_name");
  }
}
