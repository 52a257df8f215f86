package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.StreamReader;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.TxtRecord;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One random program: what it does, and what its model says of that. */
final class RandomProgram {
  private static final int STEPS = 8;
  private static final List<String> TENANTS = List.of("a", "b", "c");
  private static final List<String> ROLES = List.of("Reader", "Contributor", "Owner");

  private final ControlPlane plane;
  private final Random random;
  private final String id;
  private final List<String> callers = new ArrayList<>();
  private final WhoSeesWhat model;
  private final AccessLab access;
  private final List<String> history = new ArrayList<>();
  private final Onlooker onlooker;
  private int made;

  RandomProgram(ControlPlane plane, Random random, String id) {
    this.plane = plane;
    this.random = random;
    this.id = id;
    for (var tenant : TENANTS)
      for (var name : List.of("ann", "bob")) callers.add(name + "@" + id + tenant);
    this.model = new WhoSeesWhat(callers);
    this.access = AccessLab.of(plane);
    this.onlooker = new Onlooker(plane, random, model, history);
  }

  String history() {
    return String.join("\n", history);
  }

  /** Returns how many secrets were shown to who may see them. */
  int run() {
    for (var tenant : TENANTS) subscription(id + tenant);
    var watcher = any(callers);
    try (var watch =
        StreamReader.open(
            plane.stubAs(watcher, WatchServiceGrpc::newStub)::watch,
            WatchRequest.getDefaultInstance())) {
      for (int i = 0; i < STEPS; i++) {
        change();
        onlooker.look(any(callers));
      }
      var last = network(any(callers), true);
      onlooker.checkWatch(watcher, watch, last);
    }
    return onlooker.shown();
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void subscription(String tenant) {
    var subscriptions = plane.stub(SubscriptionServiceGrpc::newBlockingStub);
    var _ =
        subscriptions.createSubscription(
            CreateSubscriptionRequest.newBuilder()
                .setSubscriptionId(tenant)
                .setSubscription(Subscription.newBuilder().setTenant(tenant))
                .build());
    var _ =
        subscriptions.registerProvider(
            RegisterProviderRequest.newBuilder()
                .setName("subscriptions/" + tenant)
                .setProvider("Microsoft.Network")
                .build());
  }

  private String group(String tenant) {
    return "subscriptions/" + tenant + "/resourceGroups/g" + random.nextInt(2);
  }

  private String word() {
    return "secret-" + id + "x" + made++ + "x";
  }

  private void change() {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        var _ = network(any(callers), false);
      }
      case 2 -> zone();
      case 3 -> grant();
      case 4 -> revoke();
      default -> deny();
    }
  }

  /**
   * Makes a network, and returns its name.
   *
   * @param asAdministrator so that it is made for sure
   */
  private String network(String caller, boolean asAdministrator) {
    var tenant = WhoSeesWhat.tenantOf(any(callers));
    var word = word();
    var parent = group(tenant);
    var name = parent + "/providers/Microsoft.Network/virtualNetworks/" + word;
    var request =
        CreateVirtualNetworkRequest.newBuilder()
            .setParent(parent)
            .setVirtualNetworkId(word)
            .setVirtualNetwork(
                VirtualNetwork.newBuilder()
                    .setRegion("eastus")
                    // Few, so that networks of several tenants share them.
                    .addAddressPrefixes("10." + random.nextInt(8) + ".0.0/16")
                    .putTags("word", word))
            .build();
    history.add((asAdministrator ? "administrator" : caller) + " makes " + name);
    if (asAdministrator) {
      var _ = plane.stub(VirtualNetworkServiceGrpc::newBlockingStub).createVirtualNetwork(request);
      model.made(new WhoSeesWhat.Secret(word, tenant, name));
      return name;
    }
    var code =
        Onlooker.code(() ->
            plane
                .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
                .createVirtualNetwork(request));
    assertEquals(expected(caller, tenant, name), code);
    if (code == Status.Code.OK) model.made(new WhoSeesWhat.Secret(word, tenant, name));
    return name;
  }

  private Status.Code expected(String caller, String tenant, String name) {
    if (model.writes(caller, tenant, name)) return Status.Code.OK;
    return model.reads(caller, tenant, name)
        ? Status.Code.PERMISSION_DENIED
        : Status.Code.NOT_FOUND;
  }

  /** A zone with a record that has a word, linked to one network of the tenant. */
  private void zone() {
    var networks =
        model.secrets().stream()
            .filter(it ->
                it.name().contains("virtualNetworks") && model.zoneLinkedTo(it.name()).isEmpty())
            .toList();
    if (networks.isEmpty()) return;
    var network = any(networks);
    var word = word();
    var group = network.name().substring(0, network.name().indexOf("/providers"));
    var zone =
        plane
            .stub(PrivateDnsZoneServiceGrpc::newBlockingStub)
            .createPrivateDnsZone(
                CreatePrivateDnsZoneRequest.newBuilder()
                    .setParent(group)
                    .setPrivateDnsZoneId(word + ".example")
                    .setPrivateDnsZone(PrivateDnsZone.getDefaultInstance())
                    .build())
            .getPrivateDnsZone()
            .getName();
    var set =
        RecordSet.newBuilder()
            .setType(RecordType.RECORD_TYPE_TXT)
            .addTxtRecords(TxtRecord.newBuilder().addValues("says " + word));
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("@")
                    .setRecordSet(set)
                    .build());
    var _ =
        plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .createVirtualNetworkLink(
                CreateVirtualNetworkLinkRequest.newBuilder()
                    .setParent(zone)
                    .setVirtualNetworkLinkId("l")
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder().setVirtualNetwork(network.name()))
                    .build());
    history.add("administrator makes " + zone + " for " + network.name());
    model.linked(network.name(), word);
    model.made(new WhoSeesWhat.Secret(word, network.tenant(), zone));
  }

  private String scope(String tenant) {
    var own = model.secrets().stream().filter(it -> it.tenant().equals(tenant)).toList();
    return switch (random.nextInt(own.isEmpty() ? 3 : 4)) {
      case 0 -> "tenants/" + tenant;
      case 1 -> "subscriptions/" + tenant;
      case 2 -> group(tenant);
      default -> any(own).name();
    };
  }

  private String someone(String tenant) {
    return any(List.of("*", "ann@" + tenant, "bob@" + tenant));
  }

  private void grant() {
    var tenant = id + any(TENANTS);
    var scope = scope(tenant);
    var caller = someone(tenant);
    var role = any(ROLES);
    history.add("administrator gives " + role + " to " + caller + " at " + scope);
    model.given(access.grant(caller, role, scope), tenant, caller, scope, !role.equals("Reader"));
  }

  private void revoke() {
    var all = model.assignments();
    if (all.isEmpty()) return;
    var assignment = any(all);
    history.add("administrator takes " + assignment);
    access.revoke(assignment);
    model.taken(assignment);
  }

  private void deny() {
    var tenant = id + any(TENANTS);
    var scope = scope(tenant);
    var caller = someone(tenant);
    history.add("administrator denies reading to " + caller + " at " + scope);
    model.denied(access.deny(caller, scope, "*/read"), tenant, caller, scope);
  }
}
