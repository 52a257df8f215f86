package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.access.TargetSteps.Target;
import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.ExplainConnectionRequest;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.ReachabilityServiceGrpc;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at what names answer, where traffic gets to, and why. */
final class NameLooks {
  private final Stage stage;
  private final Map<String, String> zoneOfNetwork;
  private final List<Target> targets;
  private final EndpointSteps endpoints;

  NameLooks(
      Stage stage,
      Map<String, String> zoneOfNetwork,
      List<Target> targets,
      EndpointSteps endpoints) {
    this.stage = stage;
    this.zoneOfNetwork = zoneOfNetwork;
    this.targets = targets;
    this.endpoints = endpoints;
  }

  private Thing network() {
    return stage.any(stage.model.things("virtualNetworks"));
  }

  private static QueryRequest query(Thing from, String name, String type) {
    return QueryRequest.newBuilder()
        .setVirtualNetwork(from.name())
        .setName(name)
        .setType(type)
        .build();
  }

  /** A name of a private zone: answered in the network that the zone is linked to. */
  void askPrivateZone(String caller) {
    if (zoneOfNetwork.isEmpty()) return;
    var asked = stage.any(new ArrayList<>(zoneOfNetwork.values()));
    var from = network();
    stage.note(caller, "asks for " + asked + " from " + from.name());
    var dns = stage.as(caller, DnsServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, query(from, asked + ".example", "TXT"), dns::query);
    stage.check(answer);
    boolean linked =
        asked.equals(zoneOfNetwork.get(from.name())) && stage.model.reads(caller, from);
    assertEquals(linked, answer.text().contains("says " + asked), answer.text());
  }

  /** A public name: private only where an approved endpoint of that network leads. */
  void askPublicName(String caller) {
    var resources = targets.stream().filter(it -> !it.isService()).toList();
    if (resources.isEmpty()) return;
    var target = stage.any(resources);
    var from = network();
    stage.note(caller, "asks for " + target.publicName() + " from " + from.name());
    var dns = stage.as(caller, DnsServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, query(from, target.publicName(), "A"), dns::query);
    stage.check(answer);
    boolean reads = stage.model.reads(caller, from);
    boolean led = reads && endpoints.isLed(from, target);
    assertEquals(led, has(answer.message().stream().toList(), "10."), answer.text());
    assertEquals(
        reads && !led,
        has(answer.message().stream().toList(), TargetSteps.PUBLIC_ADDRESS),
        answer.text());
  }

  private static boolean has(List<QueryResponse> answers, String address) {
    return answers.stream()
        .flatMap(it -> it.getAnswersList().stream())
        .anyMatch(it -> it.getRdata().startsWith(address));
  }

  private String name() {
    var names = new ArrayList<String>();
    targets.forEach(it -> names.add(it.isService() ? it.shownToConsumer() : it.publicName()));
    zoneOfNetwork.values().forEach(word -> names.add(word + ".example"));
    return names.isEmpty() ? "nothing.example" : stage.any(names);
  }

  void explainName(String caller) {
    var from = network();
    var name = name();
    stage.note(caller, "has " + name + " explained from " + from.name());
    var explain = stage.as(caller, ExplainServiceGrpc::newBlockingStub);
    var now =
        ExplainResolutionRequest.newBuilder().setVirtualNetwork(from.name()).setName(name).build();
    stage.check(stage.ask(caller, now, explain::explainResolution));
  }

  /** An answer of the past comes with who caused it, as far as the audit tells. */
  void explainPastName(String caller) {
    var from = network();
    var name = name();
    stage.note(caller, "has the past of " + name + " explained from " + from.name());
    var explain = stage.as(caller, ExplainServiceGrpc::newBlockingStub);
    var request =
        ExplainPastAnswerRequest.newBuilder()
            .setVirtualNetwork(from.name())
            .setName(name)
            .setRevisionToken(WatchLooks.now(stage))
            .build();
    var answer = stage.ask(caller, request, explain::explainPastAnswer);
    var leaked =
        stage.model.neverHad(caller, answer.text()).stream()
            .filter(word -> !answer.request().contains(word))
            .toList();
    stage.requireNone(leaked, caller + " asked " + request, answer.text());
  }

  void explainConnection(String caller) {
    var joined = endpoints.joined();
    if (joined.isEmpty()) return;
    var one = stage.any(joined);
    var name = stage.oneIn(2) ? one.endpoint() : one.connection();
    stage.note(caller, "has " + name + " explained");
    var explain = stage.as(caller, ExplainServiceGrpc::newBlockingStub);
    stage.check(
        stage.ask(
            caller,
            ExplainConnectionRequest.newBuilder().setName(name).build(),
            explain::explainConnection));
  }

  /** A request that is not made: its plan, or why it would come to nothing. */
  void wouldAsk(String caller) {
    if (targets.isEmpty()) return;
    var subnet = stage.any(stage.model.things("subnets"));
    var target = stage.any(targets);
    var request = endpoints.request(target, subnet);
    stage.note(caller, "would ask " + request.getPrivateEndpoint());
    var explain = stage.as(caller, ExplainServiceGrpc::newBlockingStub);
    var explained = ExplainConnectionRequest.newBuilder().setRequest(request).build();
    stage.check(stage.ask(caller, explained, explain::explainConnection));
    var wanted = request.toBuilder().setValidateOnly(true).build();
    var made = stage.as(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    var answer = stage.ask(caller, wanted, made::createPrivateEndpoint);
    // Whoever may ask is told the names that the target would have in its network.
    boolean mayAsk = answer.message().isPresent();
    stage.check(mayAsk ? answer.knowing(target.shownToConsumer()) : answer);
  }

  /** Whether traffic of a network gets to an endpoint, a name or an address. */
  void reach(String caller) {
    var from = network();
    stage.note(caller, "would reach something from " + from.name());
    var reachability = stage.as(caller, ReachabilityServiceGrpc::newBlockingStub);
    var request =
        CheckConnectivityRequest.newBuilder()
            .setSource(
                TrafficSource.newBuilder()
                    .setVirtualNetwork(from.name())
                    .setIpAddress("10." + stage.random.nextInt(8) + ".0.200"))
            .setDestination(destination())
            .setPort(443)
            .build();
    stage.check(stage.ask(caller, request, reachability::checkConnectivity));
  }

  private TrafficDestination destination() {
    var all = endpoints.joined();
    return switch (stage.random.nextInt(all.isEmpty() ? 2 : 3)) {
      case 0 -> TrafficDestination.newBuilder().setDnsName(name()).build();
      case 1 ->
          TrafficDestination.newBuilder()
              .setIpAddress("10." + stage.random.nextInt(8) + ".0." + (4 + stage.random.nextInt(3)))
              .build();
      default ->
          TrafficDestination.newBuilder().setPrivateEndpoint(stage.any(all).endpoint()).build();
    };
  }
}
