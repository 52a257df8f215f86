package io.postern.server.access;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.postern.server.access.Stage.Answer;
import io.postern.server.access.TargetSteps.Target;
import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.server.testing.Lab;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.ResubmitPrivateEndpointRequest;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Endpoints of consumers, and what providers do with the connections that come of them. What each
 * side may see of the other is this:
 *
 * <ul>
 *   <li>The consumer sees at its endpoint the target as it asked for it: by its name, then with the
 *       name of the connection, which stands under it; or by its alias, which begins with the name
 *       of the service and tells nothing else. It sees the names under which the target is found,
 *       and the words of whoever moved the connection. It is not told who that was.
 *   <li>The provider sees in the connection the name of the endpoint, the tenant of the consumer,
 *       what the consumer wrote when asking, who asked, and who moved it. It is not told of the
 *       endpoint's network, subnet, interface and tags, nor what the consumer calls the connection.
 *   <li>Nobody else sees any of it.
 * </ul>
 */
final class EndpointSteps {
  /**
   * An endpoint with its connection.
   *
   * @param zoned whether a zone of its network follows it
   */
  record Joined(Target target, Thing network, String endpoint, String connection, boolean zoned) {
    String consumer() {
      return network.tenant();
    }
  }

  private final Stage stage;
  private final Lab lab;
  private final List<Target> targets;
  private final List<Joined> joined = new ArrayList<>();
  private final Map<String, String> blobZones = new HashMap<>();

  EndpointSteps(Stage stage, List<Target> targets) {
    this.stage = stage;
    this.lab = Lab.of(stage.plane);
    this.targets = targets;
  }

  List<Joined> joined() {
    return joined;
  }

  void create() {
    if (targets.isEmpty()) return;
    var target = stage.any(targets);
    var subnet = stage.any(stage.model.things("subnets"));
    var caller = stage.someone(subnet.tenant());
    var request = request(target, subnet);
    stage.note(caller, "makes the endpoint " + request.getPrivateEndpointId() + " to " + target);
    var endpoints = stage.as(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, request, endpoints::createPrivateEndpoint);
    if (answer.message().isEmpty()) {
      stage.check(answer);
      return;
    }
    var endpoint = answer.message().get().getPrivateEndpoint();
    made(caller, endpoint, target, subnet);
    stage.check(answer, stage.model.thing(endpoint.getName()));
  }

  /** What a consumer asks for, with a word in each field that takes one. */
  CreatePrivateEndpointRequest request(Target target, Thing subnet) {
    var asked =
        PrivateEndpoint.PrivateLinkServiceConnection.newBuilder()
            .setName(stage.word())
            .setRequestMessage("please " + stage.word())
            .setManual(true);
    if (target.isService() && stage.oneIn(2)) asked.setAlias(target.alias());
    else asked.setTarget(target.name()).setManual(!stage.oneIn(4));
    if (!target.isService()) asked.addGroupIds("blob");
    return CreatePrivateEndpointRequest.newBuilder()
        .setParent(stage.group(subnet.tenant()))
        .setPrivateEndpointId(stage.word())
        .setPrivateEndpoint(
            PrivateEndpoint.newBuilder()
                .setRegion(Stage.REGION)
                .setSubnet(subnet.name())
                .setCustomNetworkInterfaceName(stage.word())
                .putTags("word", stage.word())
                .setPrivateLinkServiceConnection(asked))
        .build();
  }

  private void made(String caller, PrivateEndpoint endpoint, Target target, Thing subnet) {
    var asked = endpoint.getPrivateLinkServiceConnection();
    var connection = connection(target, endpoint.getName()).getName();
    var shownOfTarget = asked.hasAlias() ? target.alias() : target.name() + " " + connection;
    stage.model.made(
        subnet.tenant(),
        endpoint.getName(),
        subnet.name(),
        endpoint.getTagsMap().toString(),
        endpoint.getCustomNetworkInterfaceName(),
        asked.getName(),
        asked.getRequestMessage(),
        shownOfTarget,
        target.shownToConsumer());
    stage.model.made(
        subnet.tenant(),
        endpoint.getNetworkInterfaces(0),
        endpoint.getName(),
        subnet.name(),
        target.isService() ? "" : target.publicName(),
        target.shownToConsumer());
    stage.model.made(
        target.tenant(),
        connection,
        endpoint.getName(),
        asked.getRequestMessage(),
        subnet.tenant(),
        caller);
    stage.model.shows(target.name(), connection);
    var network = network(subnet);
    boolean zoned = !target.isService() && stage.oneIn(2);
    if (zoned) zoned(endpoint.getName(), network, target);
    joined.add(new Joined(target, network, endpoint.getName(), connection, zoned));
  }

  private Thing network(Thing subnet) {
    return stage.model.things("virtualNetworks").stream()
        .filter(it -> subnet.name().startsWith(it.name() + "/"))
        .findFirst()
        .orElseThrow();
  }

  private void zoned(String endpoint, Thing network, Target target) {
    var zone = blobZones.computeIfAbsent(network.name(), _ -> blobZone(network));
    var group = lab.zoneGroup(endpoint, zone);
    stage.model.shows(endpoint, zone);
    stage.model.made(network.tenant(), group, zone, target.publicName());
  }

  /** Each network has one of its own, so that what is answered there is by its own endpoints. */
  private String blobZone(Thing network) {
    var group = network.name().substring(0, network.name().indexOf("/resourceGroups/"));
    var zone = lab.zone(group + "/resourceGroups/" + stage.word(), Lab.BLOB_ZONE);
    var link =
        lab.link(zone, network.name(), ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    stage.model.made(network.tenant(), zone);
    stage.model.made(network.tenant(), link, network.name());
    return zone;
  }

  /** The connection of an endpoint as it is, whoever may see it. */
  PrivateEndpointConnection connection(Target target, String endpoint) {
    return stage
        .plane
        .stub(PrivateEndpointConnectionServiceGrpc::newBlockingStub)
        .listPrivateEndpointConnections(
            ListPrivateEndpointConnectionsRequest.newBuilder()
                .setParent(target.name())
                .setPrivateEndpoint(endpoint)
                .build())
        .getPrivateEndpointConnections(0);
  }

  /** Whether some endpoint leads a network to a resource. */
  boolean isLed(Thing network, Target target) {
    return joined.stream()
        .filter(it -> it.zoned() && it.network().name().equals(network.name()))
        .filter(it -> it.target().equals(target))
        .map(it -> connection(target, it.endpoint()))
        .anyMatch(
            it -> it.getState() == ConnectionState.CONNECTION_STATE_APPROVED && !it.getSuspended());
  }

  /** Somebody moves a connection, with words that both sides see. */
  void move() {
    if (joined.isEmpty()) return;
    var one = stage.any(joined);
    var caller = stage.someone(one.target().tenant());
    var words = stage.word();
    var answer = move(caller, one.connection(), words);
    if (answer.code() == Status.Code.OK) {
      stage.model.shows(one.endpoint(), words);
      stage.model.shows(one.connection(), words + " " + caller);
    }
    stage.check(answer, stage.model.thing(one.connection()));
  }

  private Answer<? extends Message> move(String caller, String name, String words) {
    var connections = stage.as(caller, PrivateEndpointConnectionServiceGrpc::newBlockingStub);
    int which = stage.random.nextInt(8);
    stage.note(caller, "moves (" + which + ") " + name);
    return switch (which) {
      case 0, 1, 2 ->
          stage.ask(
              caller,
              ApproveConnectionRequest.newBuilder().setName(name).setDescription(words).build(),
              connections::approveConnection);
      case 3, 4 ->
          stage.ask(
              caller,
              RejectConnectionRequest.newBuilder().setName(name).setDescription(words).build(),
              connections::rejectConnection);
      case 5 ->
          stage.ask(
              caller,
              SuspendConnectionRequest.newBuilder().setName(name).setDescription(words).build(),
              connections::suspendConnection);
      case 6 ->
          stage.ask(
              caller,
              ResumeConnectionRequest.newBuilder().setName(name).setDescription(words).build(),
              connections::resumeConnection);
      default ->
          stage.ask(
              caller,
              DeletePrivateEndpointConnectionRequest.newBuilder()
                  .setName(name)
                  .setReason(words)
                  .build(),
              connections::deletePrivateEndpointConnection);
    };
  }

  /** Somebody asks again, with other words to the provider. */
  void resubmit() {
    if (joined.isEmpty()) return;
    var one = stage.any(joined);
    var caller = stage.someone(one.consumer());
    var words = stage.word();
    stage.note(caller, "asks again with " + one.endpoint());
    var endpoints = stage.as(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    var request =
        ResubmitPrivateEndpointRequest.newBuilder()
            .setName(one.endpoint())
            .setRequestMessage(words)
            .build();
    var answer = stage.ask(caller, request, endpoints::resubmitPrivateEndpoint);
    if (answer.code() == Status.Code.OK) {
      stage.model.shows(one.endpoint(), words);
      stage.model.shows(one.connection(), words + " " + caller);
    }
    stage.check(answer, stage.model.thing(one.endpoint()));
  }

  /** Somebody deletes an endpoint, and with it whatever came of it. */
  void delete() {
    if (joined.isEmpty()) return;
    var one = stage.any(joined);
    var caller = stage.someone(one.consumer());
    stage.note(caller, "deletes " + one.endpoint());
    var endpoints = stage.as(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    var request = DeletePrivateEndpointRequest.newBuilder().setName(one.endpoint()).build();
    var answer = stage.ask(caller, request, endpoints::deletePrivateEndpoint);
    if (answer.code() == Status.Code.OK) forget(one);
    stage.check(answer);
  }

  private void forget(Joined one) {
    joined.remove(one);
    stage.model.things("networkInterfaces").stream()
        .filter(it -> it.shown().contains(one.endpoint()))
        .forEach(it -> stage.model.gone(it.name()));
    stage.model.gone(one.endpoint());
    stage.model.gone(one.connection());
  }
}
