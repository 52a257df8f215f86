package io.postern.server.link.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Names of another cloud than the public one. The table says for those clouds which zones a group
 * has, and leaves its members and names to be those of the public cloud with other suffixes: {@code
 * privatelink.vaultcore.azure.net} beside {@code privatelink.vaultcore.azure.cn} says that {@code
 * {name}.vault.azure.net} is {@code {name}.vault.azure.cn} there.
 */
final class OtherCloud {
  private record Suffix(String there, String here) {}

  private OtherCloud() {}

  /**
   * The group in the other cloud.
   *
   * @param here what the table says for the other cloud
   * @param usual the same group in the public cloud
   */
  static CatalogueGroup group(CatalogueGroup here, CatalogueGroup usual) {
    if (!here.names().isEmpty()) return here;
    var suffixes = suffixes(usual.zones(), here.zones());
    UnaryOperator<String> moved = pattern -> moved(pattern, suffixes).orElse("");
    var publicSuffixes = new ArrayList<>(here.publicSuffixes());
    usual.publicSuffixes().stream()
        .map(moved)
        .filter(suffix -> !suffix.isEmpty() && !publicSuffixes.contains(suffix))
        .forEach(publicSuffixes::add);
    var names = usual.names().stream().flatMap(name -> movedName(name, suffixes).stream()).toList();
    return new CatalogueGroup(
        here.type(),
        here.groupId().isEmpty() ? usual.groupId() : here.groupId(),
        here.displayName(),
        here.zones(),
        publicSuffixes,
        usual.members(),
        names);
  }

  private static Optional<String> movedName(String name, List<Suffix> suffixes) {
    int equals = name.indexOf('=');
    return moved(name.substring(equals + 1), suffixes)
        .map(pattern -> name.substring(0, equals + 1) + pattern);
  }

  /** The pattern with the other suffix, the longest that fits; nothing when none does. */
  private static Optional<String> moved(String pattern, List<Suffix> suffixes) {
    return suffixes.stream()
        .filter(suffix -> pattern.equals(suffix.there()) || pattern.endsWith("." + suffix.there()))
        .max(Comparator.comparingInt(suffix -> suffix.there().length()))
        .map(suffix ->
            pattern.substring(0, pattern.length() - suffix.there().length()) + suffix.here());
  }

  /**
   * What differs between the zones of the two clouds, each pair with the labels they share cut off.
   */
  private static List<Suffix> suffixes(List<String> usual, List<String> here) {
    var suffixes = new ArrayList<Suffix>();
    for (var zone : here) {
      usual.stream()
          .max(Comparator.comparingInt(other -> shared(zone, other)))
          .filter(other -> shared(zone, other) > 0)
          .map(other ->
              new Suffix(rest(other, shared(zone, other)), rest(zone, shared(zone, other))))
          .ifPresent(suffixes::add);
    }
    return suffixes;
  }

  private static int shared(String one, String other) {
    var labels = one.split("\\.");
    var others = other.split("\\.");
    int shared = 0;
    while (shared < Math.min(labels.length, others.length) - 1
        && labels[shared].equals(others[shared])) shared++;
    return shared;
  }

  private static String rest(String zone, int labels) {
    return String.join(".", List.of(zone.split("\\.")).subList(labels, zone.split("\\.").length));
  }
}
