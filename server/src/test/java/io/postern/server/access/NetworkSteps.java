package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.server.testing.Lab;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.TxtRecord;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.util.HashMap;
import java.util.Map;

/** Networks with a subnet each, and zones that are linked to them. */
final class NetworkSteps {
  private final Stage stage;
  private final Lab lab;
  private final Map<String, String> zoneOfNetwork = new HashMap<>();

  NetworkSteps(Stage stage) {
    this.stage = stage;
    this.lab = Lab.of(stage.plane);
  }

  /** The words of zones, each by the network that its zone is linked to. */
  Map<String, String> zoneOfNetwork() {
    return zoneOfNetwork;
  }

  /** Somebody makes a network, or is told rightly that it may not; returns its name. */
  String network(String caller, String tenant) {
    var word = stage.word();
    var parent = stage.group(tenant);
    var name = parent + "/providers/Microsoft.Network/virtualNetworks/" + word;
    // Few, so that networks of several tenants share them.
    var prefix = "10." + stage.random.nextInt(8) + ".0.0/16";
    var request =
        CreateVirtualNetworkRequest.newBuilder()
            .setParent(parent)
            .setVirtualNetworkId(word)
            .setVirtualNetwork(
                VirtualNetwork.newBuilder()
                    .setRegion(Stage.REGION)
                    .addAddressPrefixes(prefix)
                    .putTags("word", word))
            .build();
    stage.note(caller, "makes " + name);
    var networks = stage.as(caller, VirtualNetworkServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, request, networks::createVirtualNetwork);
    assertEquals(expected(caller, tenant, name), answer.code(), answer.text());
    if (answer.code() == Status.Code.OK) {
      var subnet = lab.subnet(name, stage.word(), prefix.replace("/16", "/24"));
      stage.model.made(tenant, name, subnet);
      stage.model.made(tenant, subnet);
    }
    stage.check(answer);
    return name;
  }

  private Status.Code expected(String caller, String tenant, String name) {
    boolean administrator = caller.equals(Stage.ADMINISTRATOR);
    if (administrator || stage.model.writes(caller, tenant, name)) return Status.Code.OK;
    return stage.model.reads(caller, tenant, name)
        ? Status.Code.PERMISSION_DENIED
        : Status.Code.NOT_FOUND;
  }

  /** A zone with a record that has a word, linked to one network of the tenant. */
  void zone() {
    var networks =
        stage.model.things("virtualNetworks").stream()
            .filter(it -> !zoneOfNetwork.containsKey(it.name()))
            .toList();
    if (networks.isEmpty()) return;
    var network = stage.any(networks);
    var word = stage.word();
    var zone = zone(network, word);
    var link =
        stage
            .plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .createVirtualNetworkLink(
                CreateVirtualNetworkLinkRequest.newBuilder()
                    .setParent(zone)
                    .setVirtualNetworkLinkId("l")
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder().setVirtualNetwork(network.name()))
                    .build());
    stage.note(Stage.ADMINISTRATOR, "makes " + zone + " for " + network.name());
    zoneOfNetwork.put(network.name(), word);
    stage.model.made(network.tenant(), zone);
    stage.model.made(network.tenant(), link.getVirtualNetworkLink().getName(), network.name());
  }

  private String zone(Thing network, String word) {
    var zone =
        stage
            .plane
            .stub(PrivateDnsZoneServiceGrpc::newBlockingStub)
            .createPrivateDnsZone(
                CreatePrivateDnsZoneRequest.newBuilder()
                    .setParent(network.group())
                    .setPrivateDnsZoneId(word + ".example")
                    .setPrivateDnsZone(PrivateDnsZone.getDefaultInstance())
                    .build())
            .getPrivateDnsZone()
            .getName();
    var set =
        RecordSet.newBuilder()
            .setType(RecordType.RECORD_TYPE_TXT)
            .addTxtRecords(TxtRecord.newBuilder().addValues("says " + word));
    var made =
        stage
            .plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("@")
                    .setRecordSet(set)
                    .build());
    stage.model.made(network.tenant(), made.getRecordSet().getName());
    return zone;
  }
}
