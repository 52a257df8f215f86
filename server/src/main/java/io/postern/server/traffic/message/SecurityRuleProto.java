package io.postern.server.traffic.message;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.traffic.model.PortRange;
import io.postern.server.traffic.model.Protocol;
import io.postern.server.traffic.model.RuleEnd;
import io.postern.server.traffic.model.SecurityRule;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import io.postern.server.traffic.model.ServiceTag;
import io.postern.v1.SecurityRuleAccess;
import io.postern.v1.SecurityRuleDirection;
import io.postern.v1.SecurityRuleEnd;
import io.postern.v1.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Between the API's security rules and the model's. */
public final class SecurityRuleProto {
  private SecurityRuleProto() {}

  public static io.postern.v1.SecurityRule of(SecurityRule rule) {
    return io.postern.v1.SecurityRule.newBuilder()
        .setName(rule.name())
        .setDescription(rule.description())
        .setPriority(rule.priority())
        .setDirection(of(rule.direction()))
        .setAccess(of(rule.access()))
        .setProtocol(
            rule.protocol()
                .map(SecurityRuleProto::of)
                .orElse(TransportProtocol.TRANSPORT_PROTOCOL_UNSPECIFIED))
        .setSource(of(rule.source()))
        .setDestination(of(rule.destination()))
        .build();
  }

  private static SecurityRuleEnd of(RuleEnd end) {
    return SecurityRuleEnd.newBuilder()
        .addAllAddressPrefixes(end.prefixes().stream().map(Cidr::toString).toList())
        .setServiceTag(
            end.tag()
                .map(SecurityRuleProto::of)
                .orElse(io.postern.v1.ServiceTag.SERVICE_TAG_UNSPECIFIED))
        .addAllApplicationSecurityGroups(end.groups().stream().map(ResourceName::text).toList())
        .addAllPortRanges(end.ports().stream().map(PortRange::toString).toList())
        .build();
  }

  private static SecurityRuleDirection of(Direction direction) {
    return switch (direction) {
      case INBOUND -> SecurityRuleDirection.SECURITY_RULE_DIRECTION_INBOUND;
      case OUTBOUND -> SecurityRuleDirection.SECURITY_RULE_DIRECTION_OUTBOUND;
    };
  }

  private static SecurityRuleAccess of(Access access) {
    return switch (access) {
      case ALLOW -> SecurityRuleAccess.SECURITY_RULE_ACCESS_ALLOW;
      case DENY -> SecurityRuleAccess.SECURITY_RULE_ACCESS_DENY;
    };
  }

  private static TransportProtocol of(Protocol protocol) {
    return switch (protocol) {
      case TCP -> TransportProtocol.TRANSPORT_PROTOCOL_TCP;
      case UDP -> TransportProtocol.TRANSPORT_PROTOCOL_UDP;
    };
  }

  private static io.postern.v1.ServiceTag of(ServiceTag tag) {
    return switch (tag) {
      case VIRTUAL_NETWORK -> io.postern.v1.ServiceTag.SERVICE_TAG_VIRTUAL_NETWORK;
      case INTERNET -> io.postern.v1.ServiceTag.SERVICE_TAG_INTERNET;
      case AZURE_LOAD_BALANCER -> io.postern.v1.ServiceTag.SERVICE_TAG_AZURE_LOAD_BALANCER;
    };
  }

  public static SecurityRule model(io.postern.v1.SecurityRule message, String field) {
    return new SecurityRule(
        message.getName(),
        message.getDescription(),
        message.getPriority(),
        direction(message.getDirection(), field + ".direction"),
        access(message.getAccess(), field + ".access"),
        protocol(message.getProtocol(), field + ".protocol"),
        end(message.getSource(), field + ".source"),
        end(message.getDestination(), field + ".destination"));
  }

  private static RuleEnd end(SecurityRuleEnd message, String field) {
    return new RuleEnd(
        each(message.getAddressPrefixesList(), field + ".address_prefixes", Cidr::parse),
        tag(message.getServiceTag(), field + ".service_tag"),
        each(
            message.getApplicationSecurityGroupsList(),
            field + ".application_security_groups",
            ResourceName::parse),
        each(message.getPortRangesList(), field + ".port_ranges", PortRange::parse));
  }

  private static <V> List<V> each(
      List<String> texts, String field, BiFunction<String, String, V> parser) {
    var values = new ArrayList<V>();
    for (int i = 0; i < texts.size(); i++)
      values.add(parser.apply(texts.get(i), field + "[" + i + "]"));
    return values;
  }

  private static Direction direction(SecurityRuleDirection direction, String field) {
    return switch (Protos.known(direction, field)) {
      case SECURITY_RULE_DIRECTION_INBOUND -> Direction.INBOUND;
      case SECURITY_RULE_DIRECTION_OUTBOUND -> Direction.OUTBOUND;
      case SECURITY_RULE_DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
          throw missing(field, "A rule is for inbound or for outbound traffic; say which.");
    };
  }

  private static Access access(SecurityRuleAccess access, String field) {
    return switch (Protos.known(access, field)) {
      case SECURITY_RULE_ACCESS_ALLOW -> Access.ALLOW;
      case SECURITY_RULE_ACCESS_DENY -> Access.DENY;
      case SECURITY_RULE_ACCESS_UNSPECIFIED, UNRECOGNIZED ->
          throw missing(field, "A rule allows or denies; say which.");
    };
  }

  private static ControlException missing(String field, String message) {
    return ControlException.invalid(Reason.INVALID_FIELD, field, message);
  }

  /** Empty where none was said. */
  public static Optional<Protocol> protocol(TransportProtocol protocol, String field) {
    return switch (Protos.known(protocol, field)) {
      case TRANSPORT_PROTOCOL_TCP -> Optional.of(Protocol.TCP);
      case TRANSPORT_PROTOCOL_UDP -> Optional.of(Protocol.UDP);
      case TRANSPORT_PROTOCOL_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Optional<ServiceTag> tag(io.postern.v1.ServiceTag tag, String field) {
    return switch (Protos.known(tag, field)) {
      case SERVICE_TAG_VIRTUAL_NETWORK -> Optional.of(ServiceTag.VIRTUAL_NETWORK);
      case SERVICE_TAG_INTERNET -> Optional.of(ServiceTag.INTERNET);
      case SERVICE_TAG_AZURE_LOAD_BALANCER -> Optional.of(ServiceTag.AZURE_LOAD_BALANCER);
      case SERVICE_TAG_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
