package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forwarding rules by their suffix. Immutable, so networks with the same rules share them; a
 * look-up walks the labels of the name, however many rules there are.
 */
public final class ForwardRules {
  private static final ForwardRules NONE = new ForwardRules(Map.of());

  private final Map<DnsName, ForwardRule> bySuffix;

  private ForwardRules(Map<DnsName, ForwardRule> bySuffix) {
    this.bySuffix = bySuffix;
  }

  public static ForwardRules none() {
    return NONE;
  }

  /**
   * @throws IllegalArgumentException if two rules have the same suffix
   */
  public static ForwardRules of(List<ForwardRule> rules) {
    var bySuffix = new HashMap<DnsName, ForwardRule>();
    for (var rule : rules) {
      if (bySuffix.put(rule.suffix(), rule) != null) {
        throw new IllegalArgumentException("two rules for " + rule.suffix());
      }
    }
    return bySuffix.isEmpty() ? NONE : new ForwardRules(Map.copyOf(bySuffix));
  }

  public boolean isEmpty() {
    return bySuffix.isEmpty();
  }

  /** All of them, in no particular order. */
  public Collection<ForwardRule> rules() {
    return bySuffix.values();
  }

  /** The rule of the longest suffix that {@code name} is or lies below. */
  public @Nullable ForwardRule longest(DnsName name) {
    if (bySuffix.isEmpty()) {
      return null;
    }
    for (var suffix = name; ; suffix = suffix.parent()) {
      var rule = bySuffix.get(suffix);
      if (rule != null || suffix.isRoot()) {
        return rule;
      }
    }
  }
}
