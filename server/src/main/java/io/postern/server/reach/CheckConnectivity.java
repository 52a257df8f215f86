package io.postern.server.reach;

import io.postern.server.auth.Policy;
import io.postern.server.connection.model.Connection;
import io.postern.server.dnsview.NameAnswers;
import io.postern.server.dnsview.NameAnswers.Answer;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Decision;
import io.postern.server.reach.model.Destination;
import io.postern.server.reach.model.Finding;
import io.postern.server.reach.model.Finding.Step;
import io.postern.server.reach.model.Situation;
import io.postern.server.reach.model.Source;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.Protocol;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * The use case that decides whether traffic gets from a source to a destination. DNS is asked
 * between two transactions, as an upstream resolver may take its time; the decision rests on the
 * second one alone.
 */
final class CheckConnectivity {
  private static final String NAME_FIELD = "destination.dns_name";

  private final Policy policy;
  private final NameAnswers dns;
  private final Destinations destinations;

  @Inject
  CheckConnectivity(Policy policy, NameAnswers dns, Destinations destinations) {
    this.policy = policy;
    this.dns = dns;
    this.destinations = destinations;
  }

  record Request(Place from, Goal to, Protocol protocol, int port) {}

  /**
   * A decision with what it was about.
   *
   * @param endpoint the endpoint that is the destination, if the caller may see it
   */
  record Result(
      Decision decision,
      Optional<IpAddress> source,
      Optional<IpAddress> destination,
      Optional<ResourceName> endpoint,
      Revision revision) {}

  Result run(Store store, RequestContext context, Request request) {
    var view =
        store.read(tx -> {
          requireReadable(tx, context, request);
          return Sources.view(tx, request.from());
        });
    var resolved =
        request.to() instanceof Goal.Name goal
            ? Optional.of(resolve(view, goal.name()))
            : Optional.<Answer>empty();
    return store.read(tx -> decide(tx, context, request, view, resolved));
  }

  private void requireReadable(ReadTx tx, RequestContext context, Request request) {
    var place = request.from();
    var kind = place.onPremises() ? OnPremisesNetwork.KIND : VirtualNetwork.KIND;
    policy.require(tx, context, kind, "read", place.network());
    tx.get(kind, place.network());
    for (var group : place.groups()) {
      policy.require(tx, context, ApplicationSecurityGroup.KIND, "read", group);
      tx.get(ApplicationSecurityGroup.KIND, group);
    }
    switch (request.to()) {
      case Goal.Endpoint endpoint ->
          policy.require(tx, context, PrivateEndpoint.KIND, "read", endpoint.name());
      case Goal.Address address ->
          address
              .network()
              .ifPresent(name -> policy.require(tx, context, VirtualNetwork.KIND, "read", name));
      case Goal.Name _ -> {}
    }
  }

  /** IPv4 first; IPv6 where there is nothing else. */
  private Answer resolve(Optional<ResourceName> view, String name) {
    var answer = dns.addresses(view, name, true, NAME_FIELD);
    if (!answer.addresses().isEmpty()) return answer;
    var v6 = dns.addresses(view, name, false, NAME_FIELD);
    return v6.addresses().isEmpty() ? answer : v6;
  }

  private Result decide(
      ReadTx tx,
      RequestContext context,
      Request request,
      Optional<ResourceName> view,
      Optional<Answer> resolved) {
    var first = resolved.map(answer -> named(answer, view, request.from()));
    if (first.isPresent() && first.get().denies()) {
      var decision = Decision.denied(first.get());
      return new Result(
          decision, request.from().address(), Optional.empty(), Optional.empty(), tx.revision());
    }
    var situation = situation(tx, context, request, resolved);
    var decided = Decision.of(situation);
    var decision = visible(tx, context, first.map(decided::after).orElse(decided));
    return new Result(
        decision,
        Optional.of(situation.source().end().address()),
        Optional.of(situation.destination().address()),
        endpoint(tx, context, situation),
        tx.revision());
  }

  private Situation situation(
      ReadTx tx, RequestContext context, Request request, Optional<Answer> resolved) {
    var port = request.port();
    return switch (request.to()) {
      case Goal.Endpoint goal -> {
        var endpoint = tx.get(PrivateEndpoint.KIND, goal.name());
        var destination = destinations.endpoint(tx, endpoint, port);
        yield new Situation(
            Sources.load(tx, request.from(), destination.address().isV4()),
            destination,
            request.protocol());
      }
      case Goal.Address goal -> to(tx, context, request, goal.address(), goal.network(), List.of());
      case Goal.Name _ -> {
        var answer = resolved.orElseThrow();
        var address = IpAddress.of(answer.addresses().getFirst());
        yield to(tx, context, request, address, Optional.empty(), answer.aliases());
      }
    };
  }

  private Situation to(
      ReadTx tx,
      RequestContext context,
      Request request,
      IpAddress address,
      Optional<ResourceName> network,
      List<String> names) {
    Source source = Sources.load(tx, request.from(), address.isV4());
    return new Situation(
        source,
        destinations.find(tx, context, source, address, request.port(), network, names),
        request.protocol());
  }

  /** Step 1: the chain of names, as the source's own network sees it. */
  private static Finding named(Answer answer, Optional<ResourceName> view, Place place) {
    var chain = String.join(" -> ", answer.aliases());
    var where = view.isPresent() ? "In the network's own view " : "In the public view ";
    var object = view.orElse(place.network());
    return answer.addresses().isEmpty()
        ? Finding.denied(
            Step.NAME, object, where + chain + " has no address (" + answer.rcode() + ").")
        : Finding.passed(
            Step.NAME,
            object,
            where + chain + " has the address " + answer.addresses().getFirst() + ".");
  }

  private Optional<ResourceName> endpoint(ReadTx tx, RequestContext context, Situation situation) {
    return situation.destination() instanceof Destination.Endpoint destination
        ? Optional.of(destination.endpoint().name()).filter(it -> mayRead(tx, context, it))
        : Optional.empty();
  }

  /** Another tenant's objects are not named, and what they say is not told. */
  private Decision visible(ReadTx tx, RequestContext context, Decision decision) {
    var trace =
        decision.trace().stream()
            .map(finding -> shown(tx, context, finding) ? finding : hidden(finding))
            .toList();
    return new Decision(decision.verdict(), trace);
  }

  /** The owner of an endpoint sees its connection on it, whoever has the target. */
  private boolean shown(ReadTx tx, RequestContext context, Finding finding) {
    var object = finding.object();
    if (object.isEmpty() || mayRead(tx, context, object.get())) return true;
    return finding.step() == Step.CONNECTION
        && tx.find(Connection.KIND, object.get())
            .filter(connection -> mayRead(tx, context, connection.endpoint()))
            .isPresent();
  }

  private static Finding hidden(Finding finding) {
    var sentence =
        switch (finding.outcome()) {
          case PASSED, NOT_APPLICABLE -> "Nothing stands in the way.";
          case WARNING -> "There is something to look at; ask the owner of the other side.";
          case DENIED -> "The other side does not let it pass; ask its owner.";
        };
    return new Finding(finding.step(), finding.outcome(), Optional.empty(), sentence);
  }

  private boolean mayRead(ReadTx tx, RequestContext context, ResourceName name) {
    return policy.permits(tx, context.principal(), name.armType() + "/read", name);
  }
}
