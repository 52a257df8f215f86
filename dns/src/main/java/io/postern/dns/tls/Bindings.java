package io.postern.dns.tls;

import io.postern.dns.view.Introduction;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which network an encrypted connection belongs to by what it names. The client's certificate comes
 * first, then the path of the request, then the name of the server (SNI).
 *
 * <p>A certificate that is verified is a proof. A path and a name are addresses that anyone may
 * use, unless the binding takes a certificate as well.
 *
 * @param certificates networks by a name of the client's certificate: a dNSName, in either case, or
 *     a URI, as {@link Peer#names} has them
 * @param serverNames by the name that the client calls the server
 * @param paths by the path of the request, such as {@code /dns-query/vnet-a}
 */
public record Bindings(
    Map<String, String> certificates,
    Map<String, Binding> serverNames,
    Map<String, Binding> paths) {
  public static final Bindings NONE = new Bindings(Map.of(), Map.of(), Map.of());

  /**
   * A network that a name stands for.
   *
   * @param certificateRequired whether it takes a verified certificate of the client, whichever
   */
  public record Binding(String networkKey, boolean certificateRequired) {}

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if two names differ in their case only, or a path does not
   *     begin with a slash
   */
  public Bindings {
    certificates = canonical(certificates);
    serverNames = canonical(serverNames);
    paths = Map.copyOf(paths);
    for (var path : paths.keySet()) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("the path " + path + " does not begin with a slash");
      }
    }
  }

  private static <T> Map<String, T> canonical(Map<String, T> byName) {
    var canonical = new HashMap<String, T>();
    byName.forEach((name, value) -> {
      if (canonical.put(canonical(name), value) != null) {
        throw new IllegalArgumentException("the name " + name + " is bound twice");
      }
    });
    return Map.copyOf(canonical);
  }

  /** A domain name in lower case, without a last dot; a URI as it is. */
  static String canonical(String name) {
    if (name.contains(":")) {
      return name;
    }
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  boolean needCertificates() {
    return !certificates.isEmpty()
        || serverNames.values().stream().anyMatch(Binding::certificateRequired)
        || paths.values().stream().anyMatch(Binding::certificateRequired);
  }

  /**
   * What a connection says of its client's network.
   *
   * @param path of the request; null where there are none
   */
  public Introduction introduce(Peer peer, @Nullable String path) {
    var certified = networksOf(peer.names());
    if (!certified.isEmpty()) {
      return certified.size() == 1
          ? new Introduction.Of(certified.iterator().next())
          : new Introduction.Unproven();
    }
    var ofPath = path == null ? null : paths.get(path);
    if (ofPath != null) {
      return introduce(peer, ofPath);
    }
    var ofName = peer.serverName() == null ? null : serverNames.get(peer.serverName());
    return ofName == null ? Introduction.NONE : introduce(peer, ofName);
  }

  private Set<String> networksOf(List<String> names) {
    return names.stream()
        .filter(certificates::containsKey)
        .map(certificates::get)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Introduction introduce(Peer peer, Binding binding) {
    return binding.certificateRequired() && !peer.certified()
        ? new Introduction.Unproven()
        : new Introduction.Of(binding.networkKey());
  }
}
