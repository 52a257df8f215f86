package io.postern.server.watch;

import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Scope;
import io.postern.v1.ResourceKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which resources a watch is about, whoever asks. All parts must let a resource through.
 *
 * @param kinds empty for all
 * @param below the names under the parent
 * @param parent the parent itself, which is watched with what is under it; empty when it stands for
 *     many
 * @param prefix in lower case; empty for any name
 * @param names empty for all
 */
record WatchFilter(
    Set<ResourceKind> kinds,
    Scope below,
    Optional<ResourceName> parent,
    String prefix,
    SortedSet<ResourceName> names) {
  static final int MAX_NAMES = 1000;

  static WatchFilter of(
      Set<ResourceKind> kinds, String parent, String prefix, List<ResourceName> names) {
    var single = !parent.isEmpty() && !parent.endsWith("-");
    return new WatchFilter(
        Set.copyOf(kinds),
        Scope.parse(parent, "parent"),
        single ? Optional.of(ResourceName.parse(parent, "parent")) : Optional.empty(),
        prefix.toLowerCase(Locale.ROOT),
        new TreeSet<>(names));
  }

  boolean covers(WatchedKind kind, ResourceName name) {
    return covers(kind) && covers(name);
  }

  boolean covers(WatchedKind kind) {
    return kinds.isEmpty() || kinds.contains(kind.id());
  }

  private boolean covers(ResourceName name) {
    return (below.covers(name) || parent.filter(name::equals).isPresent())
        && name.key().startsWith(prefix)
        && (names.isEmpty() || names.contains(name));
  }

  /** The only names a resource of this kind can have and be let through; empty when any can. */
  Optional<SortedSet<ResourceName>> only(WatchedKind kind) {
    if (names.isEmpty() && parent.filter(kind.kind()::matches).isEmpty()) return Optional.empty();
    return Optional.of(
        (names.isEmpty() ? parent.stream() : names.stream())
            .filter(name -> kind.kind().matches(name) && covers(name))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** The smallest part of the name space that holds everything this filter lets through. */
  Scope scope() {
    var byPrefix = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    return byPrefix.length() > below.prefix().length() ? new Scope(byPrefix) : below;
  }

  /** What a resume token is bound to. */
  String text() {
    return Stream.of(
            kinds.stream().sorted().map(ResourceKind::name).collect(Collectors.joining(",")),
            below.prefix(),
            parent.map(ResourceName::key).orElse(""),
            prefix,
            names.stream().map(ResourceName::key).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n"));
  }
}
