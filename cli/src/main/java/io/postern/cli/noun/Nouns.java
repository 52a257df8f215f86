package io.postern.cli.noun;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Suggestion;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** Every kind of resource there is, in the order the manual shows them. */
public final class Nouns implements ITypeConverter<Noun<?>> {
  /** What they are called, for the help; a test holds that it is true of {@link #ALL}. */
  public static final String WORDS =
      "subscription, vnet, subnet, peering, nic, lb, resource, resource-type, service, endpoint,"
          + " connection, zone, record-set, link, zone-group, ruleset, nsg, route-table, asg,"
          + " gateway, site, webhook, role, role-assignment, deny-assignment, lock";

  public static final List<Noun<?>> ALL =
      List.of(
          NetworkNouns.SUBSCRIPTION,
          NetworkNouns.VNET,
          NetworkNouns.SUBNET,
          NetworkNouns.PEERING,
          NetworkNouns.NIC,
          NetworkNouns.LOAD_BALANCER,
          LinkNouns.RESOURCE,
          LinkNouns.RESOURCE_TYPE,
          LinkNouns.SERVICE,
          LinkNouns.ENDPOINT,
          LinkNouns.CONNECTION,
          DnsNouns.ZONE,
          DnsNouns.RECORD_SET,
          DnsNouns.LINK,
          DnsNouns.ZONE_GROUP,
          DnsNouns.RULESET,
          TrafficNouns.SECURITY_GROUP,
          TrafficNouns.ROUTE_TABLE,
          TrafficNouns.APPLICATION_GROUP,
          TrafficNouns.GATEWAY,
          TrafficNouns.ON_PREMISES,
          WebhookNoun.WEBHOOK,
          AccessNouns.ROLE,
          AccessNouns.ROLE_ASSIGNMENT,
          AccessNouns.DENY_ASSIGNMENT,
          AccessNouns.LOCK);

  /** The kind that is called {@code typed}, in any of the ways it may be called. */
  public static Optional<Noun<?>> find(String typed) {
    for (var noun : ALL) {
      if (noun.isCalled(typed)) return Optional.of(noun);
    }
    return Optional.empty();
  }

  @Override
  public Noun<?> convert(String typed) {
    return find(typed).orElseThrow(() -> unknown(typed));
  }

  private static CommandFailure unknown(String typed) {
    var spellings = ALL.stream().flatMap(noun -> noun.spellings().stream()).toList();
    var suggestion = Suggestion.sentence(typed, spellings);
    return CommandFailure.usage(
        "'"
            + typed
            + "' is not a kind of resource"
            + (suggestion.isEmpty() ? "; there are " + WORDS : suggestion));
  }
}
