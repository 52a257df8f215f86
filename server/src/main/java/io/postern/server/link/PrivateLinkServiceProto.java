package io.postern.server.link;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.PrivateLinkService.Frontend;
import io.postern.server.link.model.PrivateLinkService.NatAddress;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.PrivateLinkService.AccessMode;
import io.postern.v1.PrivateLinkService.AllocationMethod;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.IpConfiguration;
import io.postern.v1.PrivateLinkService.LoadBalancerFrontend;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.ProvisioningState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the API's private link services and the model's. */
final class PrivateLinkServiceProto {
  private static final String FIELD = "private_link_service";

  private PrivateLinkServiceProto() {}

  static io.postern.v1.PrivateLinkService of(ReadTx tx, PrivateLinkService service) {
    var message =
        io.postern.v1.PrivateLinkService.newBuilder()
            .setName(service.name().text())
            .setUid(service.meta().uid())
            .setEtag(service.meta().etag())
            .setCreateTime(timestamp(service.meta().createTime()))
            .setUpdateTime(timestamp(service.meta().updateTime()))
            .putAllTags(service.tags())
            .setRegion(service.region())
            .setVisibility(Visibility.newBuilder().addAllSubscriptions(service.visibility()))
            .setAutoApproval(AutoApproval.newBuilder().addAllSubscriptions(service.autoApproval()))
            .setAccessMode(
                service.restricted()
                    ? AccessMode.ACCESS_MODE_RESTRICTED
                    : AccessMode.ACCESS_MODE_DEFAULT)
            .addAllFqdns(service.fqdns())
            .setEnableProxyProtocol(service.proxyProtocol())
            .setConnectionPolicy(PolicyProto.of(service.connectionPolicy()))
            .setAlias(service.alias())
            .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED);
    service.destination().ifPresent(address -> message.setDestinationIpAddress(address.toString()));
    service.networkInterface().ifPresent(name -> message.addNetworkInterfaces(name.text()));
    for (var frontend : service.frontends()) {
      message.addLoadBalancerFrontendIpConfigurations(
          LoadBalancerFrontend.newBuilder()
              .setLoadBalancer(frontend.loadBalancer().text())
              .setFrontendIpConfiguration(frontend.frontend()));
    }
    service.addresses().forEach(address -> message.addIpConfigurations(address(address)));
    for (var connection :
        tx.referrers(Connection.KIND, Connection.TARGET, service.name(), Integer.MAX_VALUE)) {
      if (!connection.isDisconnected())
        message.addPrivateEndpointConnections(connection.name().text());
    }
    return message.build();
  }

  private static IpConfiguration address(NatAddress address) {
    return IpConfiguration.newBuilder()
        .setName(address.name())
        .setSubnet(address.subnet().text())
        .setPrivateIpAddress(address.address().map(IpAddress::toString).orElse(""))
        .setAllocationMethod(
            address.fixed()
                ? AllocationMethod.ALLOCATION_METHOD_STATIC
                : AllocationMethod.ALLOCATION_METHOD_DYNAMIC)
        .setPrimary(address.primary())
        .build();
  }

  static PrivateLinkService model(
      ResourceName name, Meta meta, io.postern.v1.PrivateLinkService message) {
    var access = Protos.known(message.getAccessMode(), FIELD + ".access_mode");
    return new PrivateLinkService(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + ".region").name(),
        frontends(message),
        message.getDestinationIpAddress().isEmpty()
            ? Optional.empty()
            : Optional.of(
                IpAddress.parse(
                    message.getDestinationIpAddress(), FIELD + ".destination_ip_address")),
        addresses(message),
        subscriptions(message.getVisibility().getSubscriptionsList(), "visibility"),
        subscriptions(message.getAutoApproval().getSubscriptionsList(), "auto_approval"),
        access == AccessMode.ACCESS_MODE_RESTRICTED,
        fqdns(message),
        message.getEnableProxyProtocol(),
        PolicyProto.model(message.getConnectionPolicy(), FIELD + ".connection_policy"),
        "",
        Optional.empty(),
        Protos.tags(message.getTagsMap(), FIELD + ".tags"));
  }

  /** Azure's lists hold bare ids, ours names; both are kept as they were written. */
  private static List<String> subscriptions(List<String> listed, String list) {
    for (int i = 0; i < listed.size(); i++) {
      var entry = listed.get(i);
      if (entry.equals(PrivateLinkService.EVERYONE)) continue;
      var name = entry.contains("/") ? entry : "subscriptions/" + entry;
      var _ = Subscription.KIND.parse(name, FIELD + "." + list + ".subscriptions[" + i + "]");
    }
    return List.copyOf(listed);
  }

  private static List<Frontend> frontends(io.postern.v1.PrivateLinkService message) {
    var frontends = new ArrayList<Frontend>();
    for (int i = 0; i < message.getLoadBalancerFrontendIpConfigurationsCount(); i++) {
      var frontend = message.getLoadBalancerFrontendIpConfigurations(i);
      var field = FIELD + ".load_balancer_frontend_ip_configurations[" + i + "]";
      frontends.add(
          new Frontend(
              LoadBalancer.KIND.parse(frontend.getLoadBalancer(), field + ".load_balancer"),
              Protos.required(
                  frontend.getFrontendIpConfiguration(), field + ".frontend_ip_configuration")));
    }
    return frontends;
  }

  private static List<NatAddress> addresses(io.postern.v1.PrivateLinkService message) {
    var addresses = new ArrayList<NatAddress>();
    for (int i = 0; i < message.getIpConfigurationsCount(); i++) {
      var field = FIELD + ".ip_configurations[" + i + "]";
      addresses.add(
          address(message.getIpConfigurations(i), field, message.getIpConfigurationsCount() == 1));
    }
    return addresses;
  }

  private static NatAddress address(IpConfiguration message, String field, boolean alone) {
    boolean given = !message.getPrivateIpAddress().isEmpty();
    var method = Protos.known(message.getAllocationMethod(), field + ".allocation_method");
    if (method == AllocationMethod.ALLOCATION_METHOD_STATIC && !given) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".private_ip_address",
          "Static allocation needs the address.");
    }
    // With dynamic allocation an address in a request is the one that was read before: it is not
    // wanted, only shown.
    boolean fixed = given && method != AllocationMethod.ALLOCATION_METHOD_DYNAMIC;
    return new NatAddress(
        Protos.required(message.getName(), field + ".name"),
        Subnet.KIND.parse(message.getSubnet(), field + ".subnet"),
        fixed
            ? Optional.of(
                IpAddress.parse(message.getPrivateIpAddress(), field + ".private_ip_address"))
            : Optional.empty(),
        fixed,
        message.getPrimary() || alone);
  }

  private static List<String> fqdns(io.postern.v1.PrivateLinkService message) {
    var fqdns = new ArrayList<String>();
    for (int i = 0; i < message.getFqdnsCount(); i++) {
      fqdns.add(PublicRecord.dnsName(message.getFqdns(i), FIELD + ".fqdns[" + i + "]"));
    }
    return fqdns;
  }
}
