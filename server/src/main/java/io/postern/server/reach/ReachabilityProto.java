package io.postern.server.reach;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Decision.Verdict;
import io.postern.server.reach.model.Finding;
import io.postern.server.rpc.Protos;
import io.postern.server.traffic.message.SecurityRuleProto;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.PortRange;
import io.postern.server.traffic.model.Protocol;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.ReachabilityStep;
import io.postern.v1.ReachabilityStepKind;
import io.postern.v1.ReachabilityStepOutcome;
import io.postern.v1.ReachabilityVerdict;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the API's questions about reachability and the model's. */
final class ReachabilityProto {
  /** The first port of those that clients get by chance (RFC 6335, 6). */
  private static final int EPHEMERAL = 49_152;

  private ReachabilityProto() {}

  static CheckConnectivity.Request model(CheckConnectivityRequest request) {
    return new CheckConnectivity.Request(
        place(request.getSource()),
        goal(request.getDestination()),
        SecurityRuleProto.protocol(request.getProtocol(), "protocol").orElse(Protocol.TCP),
        port(request.getPort(), "port"));
  }

  private static Place place(TrafficSource source) {
    return new Place(
        network(source),
        source.getNetworkCase() == TrafficSource.NetworkCase.ON_PREMISES_NETWORK,
        address(source.getIpAddress(), "source.ip_address"),
        source.getPort() == 0 ? EPHEMERAL : port(source.getPort(), "source.port"),
        groups(source));
  }

  private static ResourceName network(TrafficSource source) {
    return switch (source.getNetworkCase()) {
      case VIRTUAL_NETWORK ->
          VirtualNetwork.KIND.parse(source.getVirtualNetwork(), "source.virtual_network");
      case ON_PREMISES_NETWORK ->
          OnPremisesNetwork.KIND.parse(source.getOnPremisesNetwork(), "source.on_premises_network");
      case NETWORK_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              "source.virtual_network",
              "Traffic starts in a virtual or in an on-premises network; name one.");
    };
  }

  private static List<ResourceName> groups(TrafficSource source) {
    var groups = new ArrayList<ResourceName>();
    for (int i = 0; i < source.getApplicationSecurityGroupsCount(); i++)
      groups.add(
          ApplicationSecurityGroup.KIND.parse(
              source.getApplicationSecurityGroups(i),
              "source.application_security_groups[" + i + "]"));
    return groups;
  }

  private static Goal goal(TrafficDestination destination) {
    var network = destination.getVirtualNetwork();
    boolean byAddress = destination.getKnownByCase() == TrafficDestination.KnownByCase.IP_ADDRESS;
    if (!network.isEmpty() && !byAddress)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "destination.virtual_network",
          "A network is given for an address only; leave it empty.");
    return switch (destination.getKnownByCase()) {
      case DNS_NAME ->
          new Goal.Name(Protos.required(destination.getDnsName(), "destination.dns_name"));
      case PRIVATE_ENDPOINT ->
          new Goal.Endpoint(
              PrivateEndpoint.KIND.parse(
                  destination.getPrivateEndpoint(), "destination.private_endpoint"));
      case IP_ADDRESS ->
          new Goal.Address(
              IpAddress.parse(destination.getIpAddress(), "destination.ip_address"),
              network.isEmpty()
                  ? Optional.empty()
                  : Optional.of(VirtualNetwork.KIND.parse(network, "destination.virtual_network")));
      case KNOWNBY_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              "destination",
              "Traffic goes to a name, to a private endpoint or to an address; give one.");
    };
  }

  private static Optional<IpAddress> address(String text, String field) {
    return text.isEmpty() ? Optional.empty() : Optional.of(IpAddress.parse(text, field));
  }

  private static int port(int port, String field) {
    if (0 < port && port <= PortRange.HIGHEST) return port;
    throw ControlException.invalid(
        Reason.INVALID_FIELD, field, "A port is from 1 to 65535, not " + port + ".");
  }

  static CheckConnectivityResponse of(CheckConnectivity.Result result) {
    var response =
        CheckConnectivityResponse.newBuilder()
            .setVerdict(of(result.decision().verdict()))
            .setSourceIpAddress(result.source().map(IpAddress::toString).orElse(""))
            .setDestinationIpAddress(result.destination().map(IpAddress::toString).orElse(""))
            .setPrivateEndpoint(result.endpoint().map(ResourceName::text).orElse(""))
            .setRevisionToken(result.revision().token());
    result.decision().trace().forEach(finding -> response.addSteps(of(finding)));
    return response.build();
  }

  private static ReachabilityStep of(Finding finding) {
    return ReachabilityStep.newBuilder()
        .setKind(of(finding.step()))
        .setOutcome(of(finding.outcome()))
        .setResource(finding.object().map(ResourceName::text).orElse(""))
        .setDescription(finding.sentence())
        .build();
  }

  private static ReachabilityVerdict of(Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED;
      case ALLOWED_WITH_WARNING -> ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED_WITH_WARNING;
      case DENIED -> ReachabilityVerdict.REACHABILITY_VERDICT_DENIED;
    };
  }

  private static ReachabilityStepKind of(Finding.Step step) {
    return switch (step) {
      case NAME -> ReachabilityStepKind.REACHABILITY_STEP_KIND_NAME;
      case PATH -> ReachabilityStepKind.REACHABILITY_STEP_KIND_PATH;
      case DIRECTION -> ReachabilityStepKind.REACHABILITY_STEP_KIND_DIRECTION;
      case CONNECTION -> ReachabilityStepKind.REACHABILITY_STEP_KIND_CONNECTION;
      case TARGET -> ReachabilityStepKind.REACHABILITY_STEP_KIND_TARGET;
      case SECURITY_RULES -> ReachabilityStepKind.REACHABILITY_STEP_KIND_SECURITY_RULES;
      case ROUTES -> ReachabilityStepKind.REACHABILITY_STEP_KIND_ROUTES;
      case PUBLIC_ACCESS -> ReachabilityStepKind.REACHABILITY_STEP_KIND_PUBLIC_ACCESS;
    };
  }

  private static ReachabilityStepOutcome of(Finding.Outcome outcome) {
    return switch (outcome) {
      case PASSED -> ReachabilityStepOutcome.REACHABILITY_STEP_OUTCOME_PASSED;
      case WARNING -> ReachabilityStepOutcome.REACHABILITY_STEP_OUTCOME_WARNING;
      case DENIED -> ReachabilityStepOutcome.REACHABILITY_STEP_OUTCOME_DENIED;
      case NOT_APPLICABLE -> ReachabilityStepOutcome.REACHABILITY_STEP_OUTCOME_NOT_APPLICABLE;
    };
  }
}
