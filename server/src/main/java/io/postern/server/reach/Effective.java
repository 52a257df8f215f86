package io.postern.server.reach;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.EffectiveRoute;
import io.postern.server.reach.model.EffectiveRule;
import io.postern.server.reach.model.Surroundings;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.RouteTable;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The routes and rules that hold at a network interface, in pages. */
final class Effective {
  private final Policy policy;

  @Inject
  Effective(Policy policy) {
    this.policy = policy;
  }

  Page<EffectiveRoute> routes(
      ReadTx tx, RequestContext context, NetworkInterface nic, int pageSize, String pageToken) {
    var subnet = tx.get(Subnet.KIND, nic.subnet());
    boolean apply = !nic.belongsToEndpoint() || subnet.endpointNetworkPolicies().routesApply();
    var table =
        subnet.routeTable().filter(name -> apply).flatMap(name -> tx.find(RouteTable.KIND, name));
    var endpoints =
        nic.ipConfigurations().stream()
            .filter(configuration -> nic.belongsToEndpoint())
            .map(NetworkInterface.IpConfiguration::address)
            .toList();
    return page(
            EffectiveRoute.at(surroundings(tx, subnet), endpoints, table), nic, pageSize, pageToken)
        .map(route -> visible(tx, context, route));
  }

  /** Another tenant's objects are not named. */
  private EffectiveRoute visible(ReadTx tx, RequestContext context, EffectiveRoute route) {
    var object =
        route
            .object()
            .filter(
                name -> policy.permits(tx, context.principal(), name.armType() + "/read", name));
    return new EffectiveRoute(route.prefix(), route.hop(), object, route.overridden());
  }

  /** The security group that applies to an interface. */
  static Optional<NetworkSecurityGroup> group(ReadTx tx, NetworkInterface nic) {
    var subnet = tx.get(Subnet.KIND, nic.subnet());
    boolean apply =
        !nic.belongsToEndpoint() || subnet.endpointNetworkPolicies().securityGroupsApply();
    return subnet
        .networkSecurityGroup()
        .filter(name -> apply)
        .flatMap(name -> tx.find(NetworkSecurityGroup.KIND, name));
  }

  static Page<EffectiveRule> rules(
      ReadTx tx, NetworkInterface nic, NetworkSecurityGroup group, int pageSize, String pageToken) {
    var tags = surroundings(tx, tx.get(Subnet.KIND, nic.subnet())).tags();
    return page(EffectiveRule.of(group, tags, nic.belongsToEndpoint()), nic, pageSize, pageToken);
  }

  private static Surroundings surroundings(ReadTx tx, Subnet subnet) {
    return SurroundingsReads.of(tx, tx.get(VirtualNetwork.KIND, subnet.virtualNetwork()));
  }

  /** Rows have no names of their own, so a token has the place of the last one. */
  private static <T> Page<T> page(
      List<T> rows, NetworkInterface nic, int pageSize, String pageToken) {
    var scope = Scope.under(nic.name());
    var after = PageToken.parse(pageToken, NetworkInterface.KIND, scope);
    int start = after.isEmpty() ? 0 : place(after, rows.size());
    int end = Math.min(rows.size(), start + PageToken.size(pageSize));
    var next =
        end == rows.size()
            ? Optional.<String>empty()
            : Optional.of(
                PageToken.of(NetworkInterface.KIND, scope, ResourceName.of("rows/" + end)));
    return new Page<>(rows.subList(start, end), next);
  }

  private static int place(String key, int rows) {
    var digits = key.substring(key.indexOf('/') + 1);
    return digits.matches("[0-9]{1,6}") ? Math.min(Integer.parseInt(digits), rows) : rows;
  }
}
