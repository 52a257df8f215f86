package io.postern.server.endpoint;

import io.postern.server.auth.Policy;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Alias;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
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
  private final IdSource ids;

  @Inject
  CreatePrivateEndpoint(Policy policy, Admissions admissions, IdSource ids) {
    this.policy = policy;
    this.admissions = admissions;
    this.ids = ids;
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
      Map<String, String> tags) {}

  PrivateEndpoint run(WriteTx tx, RequestContext context, Request request) {
    policy.require(tx, context, PrivateEndpoint.KIND, "write", request.name());
    var subscription = tx.get(Subscription.KIND, request.name().subscription().orElseThrow());
    var subnet = requirePlace(tx, context, request, subscription);
    if (tx.find(PrivateEndpoint.KIND, request.name()).isEmpty())
      requireRoom(tx, request, subscription);
    subscription.requireNetworkProvider(Reason.MISSING_SUBSCRIPTION_REGISTRATION);
    var target = requireTarget(tx, request, subscription);
    target.requireReach(request.region(), FIELD + "region");
    target.requireMessage(request.requestMessage(), Target.FIELD + ".request_message");
    var members = target.members(request.groupIds());
    WantedAddresses.require(request.wantedAddresses(), members, subnet, request.ipVersions());
    var state =
        admissions.decide(
            tx,
            context,
            target,
            request.manual(),
            Admissions.party(subscription, request.subnet().parent(), request.managedBy()));
    var addressed =
        EndpointAddresses.give(
            tx, request.name(), subnet, request.ipVersions(), members, request.wantedAddresses());
    return store(tx, context, request, subscription, target, state, addressed);
  }

  /** Region and subscription are the network's own; the subnet takes endpoints. */
  private Subnet requirePlace(
      WriteTx tx, RequestContext context, Request request, Subscription subscription) {
    if (!request.subnet().isWithin(subscription.name())) {
      throw ControlException.invalid(
          Reason.SUBSCRIPTION_MISMATCH,
          FIELD + "subnet",
          "The endpoint has to be in the subscription of its virtual network; choose a subnet of '"
              + subscription.name()
              + "'.");
    }
    policy.require(tx, context, Subnet.KIND, "join/action", request.subnet());
    JoinedGroups.require(policy, tx, context, request.applicationSecurityGroups());
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

  private static void requireRoom(WriteTx tx, Request request, Subscription subscription) {
    requireRoom(tx, subscription, Quota.PRIVATE_ENDPOINTS, subscription.name());
    requireRoom(
        tx, subscription, Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK, request.subnet().parent());
  }

  private static void requireRoom(
      WriteTx tx, Subscription subscription, Quota quota, ResourceName within) {
    quota.requireRoom(subscription, tx.count(quota.within(within)));
  }

  private static Target requireTarget(WriteTx tx, Request request, Subscription subscription) {
    var byAlias = request.alias().isPresent();
    var field = Target.FIELD + (byAlias ? ".alias" : ".target");
    if (byAlias && !request.manual()) {
      throw ControlException.invalid(
          Reason.MANUAL_REQUIRED_FOR_ALIAS,
          Target.FIELD + ".manual",
          "A target given by its alias needs a manual request; set manual.");
    }
    var name = byAlias ? named(tx, request.alias().get(), field) : request.target().orElseThrow();
    var target = Target.open(tx, name, subscription.name(), field);
    tx.get(Subscription.KIND, name.subscription().orElseThrow())
        .requireNetworkProvider(Reason.SUBSCRIPTION_NOT_REGISTERED);
    if (target instanceof Target.Service) {
      requireRoom(
          tx,
          tx.get(Subscription.KIND, name.subscription().orElseThrow()),
          Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE,
          name);
    }
    return target;
  }

  private static ResourceName named(WriteTx tx, String alias, String field) {
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
    var networkInterface = EndpointAddresses.interfaceOf(request, members);
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
