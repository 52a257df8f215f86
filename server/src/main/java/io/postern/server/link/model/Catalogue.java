package io.postern.server.link.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The resource types that can be connected to in one cloud, with their groups, members, public
 * names and private zones. Types and groups are found in the spelling of today and in older ones,
 * without regard to case.
 */
public final class Catalogue {
  private static final String PUBLIC = "public";
  private static final String OWN_SERVICES = "Microsoft.Network/privateLinkServices";

  /** By type and group in lower case; of several rows for one group the usual one is first. */
  private final Map<String, Map<String, List<CatalogueGroup>>> groups = new LinkedHashMap<>();

  private final Set<String> types = new LinkedHashSet<>();
  private int rows;

  /**
   * Reads the table of types.
   *
   * @param lines tab-separated; the first line names the columns
   * @param cloud {@code public}, {@code usgov} or {@code china}
   */
  public static Catalogue parse(List<String> lines, String cloud) {
    var rows = CatalogueRow.all(lines);
    var catalogue = new Catalogue();
    for (var row : rows) if (row.isOf(PUBLIC)) catalogue.add(row, row.group());
    return cloud.equals(PUBLIC) ? catalogue : elsewhere(rows, cloud, catalogue);
  }

  private static Catalogue elsewhere(List<CatalogueRow> rows, String cloud, Catalogue usual) {
    var catalogue = new Catalogue();
    for (var row : rows) {
      if (!row.isOf(cloud)) continue;
      catalogue.rows++;
      var here = row.group();
      // A row without a group stands for all the groups of its type.
      var twins =
          here.groupId().isEmpty()
              ? usual.groups(row.type())
              : usual.group(row.type(), here.groupId()).stream().toList();
      for (var twin : twins) catalogue.put(OtherCloud.group(here, twin));
      if (twins.isEmpty()) catalogue.put(here);
    }
    // One's own services are of no cloud.
    usual.groups(OWN_SERVICES).forEach(catalogue::put);
    return catalogue;
  }

  private void put(CatalogueGroup group) {
    put(group.type(), group.groupId(), group);
    types.add(group.type());
  }

  private void add(CatalogueRow row, CatalogueGroup group) {
    rows++;
    put(group);
    var seedType = row.get("seed_resource_type");
    if (seedType.isEmpty()) return;
    put(seedType, group.groupId(), group);
    put(seedType, row.get("seed_subresource"), group);
    put(row.type(), row.get("seed_subresource"), group);
  }

  private void put(String type, String groupId, CatalogueGroup group) {
    var rowsOfGroup =
        groups
            .computeIfAbsent(key(type), absent -> new LinkedHashMap<>())
            .computeIfAbsent(key(groupId), absent -> new ArrayList<>());
    if (!rowsOfGroup.contains(group)) rowsOfGroup.add(group);
  }

  private static String key(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** The groups of a type, each once; empty for an unknown type. */
  public List<CatalogueGroup> groups(String type) {
    return groups(type, "");
  }

  /**
   * The groups that a kind of a type has, each once.
   *
   * @param kind the kind within the type; empty is the usual one
   */
  public List<CatalogueGroup> groups(String type, String kind) {
    var ofType = groups.getOrDefault(key(type), Map.of());
    return ofType.values().stream()
        .map(List::getFirst)
        .distinct()
        .map(usual -> TypeKinds.choose(ofType.getOrDefault(key(usual.groupId()), List.of()), kind))
        .toList();
  }

  public Optional<CatalogueGroup> group(String type, String groupId) {
    return Optional.ofNullable(groups.getOrDefault(key(type), Map.of()).get(key(groupId)))
        .map(List::getFirst);
  }

  /** Every type in its spelling of today. */
  public Set<String> types() {
    return Collections.unmodifiableSet(types);
  }

  /** The namespaces of the providers that the types are of, in alphabetical order. */
  public SortedSet<String> providers() {
    return types.stream()
        .map(ResourceType::provider)
        .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
  }

  /** How many rows of the table are of this cloud. */
  public int rows() {
    return rows;
  }
}
