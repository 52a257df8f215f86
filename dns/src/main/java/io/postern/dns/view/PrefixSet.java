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

  public boolean contains(InetAddress address) {
    for (var prefix : prefixes) {
      if (prefix.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
