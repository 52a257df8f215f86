package io.postern.server.link.model;

import java.util.List;
import java.util.stream.Stream;

/** A line of the table of types, by column name. */
record CatalogueRow(List<String> columns, List<String> cells) {
  /** The rows of a table whose first line names the columns. */
  static List<CatalogueRow> all(List<String> lines) {
    var columns = List.of(lines.getFirst().split("\t", -1));
    return lines.stream()
        .skip(1)
        .filter(line -> !line.isBlank())
        .map(line -> new CatalogueRow(columns, List.of(line.split("\t", -1))))
        .toList();
  }

  String get(String column) {
    int index = columns.indexOf(column);
    if (index < 0) throw new IllegalStateException("The catalogue lacks the column " + column);
    return index < cells.size() ? cells.get(index).strip() : "";
  }

  List<String> list(String column) {
    var cell = get(column);
    return cell.isEmpty() ? List.of() : Stream.of(cell.split(";")).map(String::strip).toList();
  }

  String type() {
    return get("resource_type");
  }

  boolean isOf(String cloud) {
    return get("cloud").equals(cloud);
  }

  CatalogueGroup group() {
    var members = list("required_members");
    var groupId = get("subresource");
    return new CatalogueGroup(
        type(),
        groupId,
        get("display_name"),
        list("private_dns_zones").stream().filter(CatalogueRow::followsEndpoints).toList(),
        list("public_zone_forwarders"),
        members.isEmpty() ? List.of(groupId) : members,
        list("fqdn_patterns"));
  }

  /**
   * Zones such as {@code privatelink.blob.core.windows.net}: those whose first label says that they
   * follow endpoints. The others of the table are for those who run their own DNS servers.
   */
  private static boolean followsEndpoints(String zone) {
    return zone.startsWith("privatelink");
  }
}
