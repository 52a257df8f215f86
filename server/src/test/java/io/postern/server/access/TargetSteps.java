package io.postern.server.access;

import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.RecordType;
import java.util.ArrayList;
import java.util.List;

/** What providers offer: private link services, and private-link resources with a public name. */
final class TargetSteps {
  /** The address that the public names have; those of networks begin with 10. */
  static final String PUBLIC_ADDRESS = "203.0.113.7";

  /**
   * What endpoints connect to.
   *
   * @param alias of a service; empty for a resource, which has a public name instead
   * @param shownToConsumer besides its name: what an endpoint says of it
   */
  record Target(String tenant, String name, String alias, String shownToConsumer) {
    boolean isService() {
      return !alias.isEmpty();
    }

    String publicName() {
      return name.substring(name.lastIndexOf('/') + 1) + ".blob.core.windows.net";
    }
  }

  private final Stage stage;
  private final List<Target> targets = new ArrayList<>();

  TargetSteps(Stage stage) {
    this.stage = stage;
  }

  List<Target> targets() {
    return targets;
  }

  /**
   * A service with its load balancer. All of it is its owner's to see; of a service that approves
   * somebody's requests at once, that subscription is told the name.
   */
  void service() {
    var subnets = stage.model.things("subnets");
    var subnet = stage.any(subnets);
    var tenant = subnet.tenant();
    var nat = stage.any(subnets.stream().filter(it -> it.tenant().equals(tenant)).toList());
    var balancer = balancer(subnet);
    var id = stage.word();
    var tag = stage.word();
    var fqdn = stage.word() + ".example";
    var wanted =
        PrivateLinkService.newBuilder()
            .setRegion(Stage.REGION)
            .putTags("word", tag)
            .addFqdns(fqdn)
            .addLoadBalancerFrontendIpConfigurations(
                PrivateLinkService.LoadBalancerFrontend.newBuilder()
                    .setLoadBalancer(balancer)
                    .setFrontendIpConfiguration("front"))
            .addIpConfigurations(
                PrivateLinkService.IpConfiguration.newBuilder()
                    .setName("nat")
                    .setSubnet(nat.name()));
    var listed = stage.tenant();
    boolean lists = stage.oneIn(2);
    if (lists) list(wanted, stage.subscription(listed));
    var caller = stage.someone(tenant);
    var request =
        CreatePrivateLinkServiceRequest.newBuilder()
            .setParent(stage.group(tenant))
            .setPrivateLinkServiceId(id)
            .setPrivateLinkService(wanted)
            .build();
    stage.note(caller, "makes the service " + request.getParent() + " " + id);
    var services = stage.as(caller, PrivateLinkServiceServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, request, services::createPrivateLinkService);
    if (answer.message().isEmpty()) {
      stage.check(answer);
      return;
    }
    var service = answer.message().get().getPrivateLinkService();
    made(tenant, service, balancer, nat, fqdn);
    if (lists) stage.model.shows("subscriptions/" + stage.subscription(listed), service.getName());
    stage.check(answer, stage.model.thing(service.getName()));
  }

  private void list(PrivateLinkService.Builder wanted, String subscription) {
    wanted.getVisibilityBuilder().addSubscriptions(subscription);
    wanted.getAutoApprovalBuilder().addSubscriptions(subscription);
    if (stage.oneIn(2)) wanted.setAccessMode(PrivateLinkService.AccessMode.ACCESS_MODE_RESTRICTED);
  }

  private void made(
      String tenant, PrivateLinkService service, String balancer, Thing nat, String fqdn) {
    stage.model.made(tenant, service.getName(), service.toString());
    stage.model.made(tenant, service.getNetworkInterfaces(0), service.getName(), nat.name());
    stage.model.shows(balancer, service.getName());
    targets.add(new Target(tenant, service.getName(), service.getAlias(), fqdn));
  }

  private String balancer(Thing subnet) {
    var name =
        stage
            .plane
            .stub(LoadBalancerServiceGrpc::newBlockingStub)
            .createLoadBalancer(
                CreateLoadBalancerRequest.newBuilder()
                    .setParent(stage.group(subnet.tenant()))
                    .setLoadBalancerId(stage.word())
                    .setLoadBalancer(
                        LoadBalancer.newBuilder()
                            .setRegion(Stage.REGION)
                            .setSku(LoadBalancer.Sku.SKU_STANDARD)
                            .addFrontendIpConfigurations(
                                LoadBalancer.FrontendIpConfiguration.newBuilder()
                                    .setName("front")
                                    .setSubnet(subnet.name())))
                    .build())
            .getLoadBalancer()
            .getName();
    stage.model.made(subnet.tenant(), name, subnet.name());
    return name;
  }

  /** A storage account: its public name is for everybody, the rest for its owner. */
  void resource() {
    var tenant = stage.tenant();
    var id = stage.word();
    var address =
        PrivateLinkResource.PublicRecord.newBuilder()
            .setType(RecordType.RECORD_TYPE_A)
            .addValues(PUBLIC_ADDRESS);
    var wanted =
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setKind("StorageV2")
            .setRegion(Stage.REGION)
            .putTags("word", stage.word())
            .addPublicNames(
                PrivateLinkResource.PublicName.newBuilder().setGroupId("blob").addRecords(address));
    var caller = stage.someone(tenant);
    var request =
        CreatePrivateLinkResourceRequest.newBuilder()
            .setParent(stage.group(tenant))
            .setPrivateLinkResourceId(id)
            .setPrivateLinkResource(wanted)
            .build();
    stage.note(caller, "makes the storage account " + request.getParent() + " " + id);
    var resources = stage.as(caller, PrivateLinkResourceServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, request, resources::createPrivateLinkResource);
    if (answer.message().isEmpty()) {
      stage.check(answer);
      return;
    }
    var resource = answer.message().get().getPrivateLinkResource();
    stage.model.made(tenant, resource.getName(), resource.toString());
    targets.add(new Target(tenant, resource.getName(), "", ""));
    stage.check(answer, stage.model.thing(resource.getName()));
  }
}
