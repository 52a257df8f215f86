package io.postern.dns.view;

import java.net.InetAddress;
import java.util.List;

/** Machines that a setting lists by their prefixes; a few, so that they are gone through. */
public record PrefixSet(List<Prefix> prefixes) {
  public static final PrefixSet NONE = new PrefixSet(List.of());

  public PrefixSet {
    prefixes = List.copyOf(prefixes);
  }

  public static PrefixSet of(String... prefixes) {
    return new PrefixSet(List.of(prefixes).stream().map(Prefix::parse).toList());
  }

  /** The same for an address in numbers, as a {@link Prefix} has it; makes no object. */
  public boolean contains(boolean ipv4, long high, long low) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (prefixes.get(i).contains(ipv4, high, low)) {
        return true;
      }
    }
    return false;
  }

  public boolean contains(InetAddress address) {
    for (var prefix : prefixes) {
      if (prefix.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
