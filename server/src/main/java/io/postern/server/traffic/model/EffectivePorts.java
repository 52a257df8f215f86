package io.postern.server.traffic.model;

import java.util.List;

/**
 * The ports that a rule is applied to, which are not always those it says. At a private endpoint a
 * rule with several source ranges cannot tell them apart:
 *
 * <pre>
 *   source ranges   destination ranges   allow                   deny
 *   one, any        any number           as written              as written
 *   several         one, any             first / as written      any / as written
 *   several         several              first / first           any / any
 * </pre>
 *
 * @param source empty for any
 * @param destination empty for any
 */
public record EffectivePorts(List<PortRange> source, List<PortRange> destination) {
  public EffectivePorts {
    source = List.copyOf(source);
    destination = List.copyOf(destination);
  }

  /** What the rule says, as it holds for machines. */
  public static EffectivePorts asWritten(SecurityRule rule) {
    return new EffectivePorts(rule.source().ports(), rule.destination().ports());
  }

  /** What becomes of it at a private endpoint. */
  public static EffectivePorts atEndpoint(SecurityRule rule) {
    var source = rule.source();
    var destination = rule.destination();
    if (!source.hasSeveralPortRanges()) return asWritten(rule);
    boolean dual = destination.hasSeveralPortRanges();
    return switch (rule.access()) {
      case ALLOW ->
          new EffectivePorts(
              source.ports().subList(0, 1),
              dual ? destination.ports().subList(0, 1) : destination.ports());
      case DENY -> new EffectivePorts(List.of(), dual ? List.of() : destination.ports());
    };
  }

  boolean cover(Flow flow) {
    return cover(source, flow.source().port()) && cover(destination, flow.destination().port());
  }

  private static boolean cover(List<PortRange> ranges, int port) {
    return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(port));
  }
}
