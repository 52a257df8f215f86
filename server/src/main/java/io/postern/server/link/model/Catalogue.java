package io.postern.server.link.model;

import io.postern.server.link.model.Member.MemberName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The resource types that can be connected to, with their groups, members, public names and private
 * zones. Types and groups are found in the spelling of today and in older ones, without regard to
 * case.
 */
public final class Catalogue {
  private final Map<String, Map<String, Group>> groups = new LinkedHashMap<>();

  /**
   * Reads the table of types.
   *
   * @param lines tab-separated; the first line names the columns
   * @param cloud {@code public}, {@code usgov} or {@code china}
   */
  public static Catalogue parse(List<String> lines, String cloud) {
    var columns = List.of(lines.getFirst().split("\t", -1));
    var catalogue = new Catalogue();
    for (var line : lines.subList(1, lines.size())) {
      if (line.isBlank()) continue;
      var row = new Row(columns, List.of(line.split("\t", -1)));
      if (row.get("cloud").equals(cloud)) catalogue.add(row);
    }
    return catalogue;
  }

  private void add(Row row) {
    var group = Group.of(row);
    put(row.get("resource_type"), group.groupId(), group);
    if (row.get("seed_resource_type").isEmpty()) return;
    put(row.get("seed_resource_type"), group.groupId(), group);
    put(row.get("seed_resource_type"), row.get("seed_subresource"), group);
    put(row.get("resource_type"), row.get("seed_subresource"), group);
  }

  private void put(String type, String groupId, Group group) {
    groups
        .computeIfAbsent(key(type), absent -> new LinkedHashMap<>())
        .putIfAbsent(key(groupId), group);
  }

  private static String key(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** The groups of a type, each once; empty for an unknown type. */
  public List<Group> groups(String type) {
    return groups.getOrDefault(key(type), Map.of()).values().stream().distinct().toList();
  }

  public Optional<Group> group(String type, String groupId) {
    return Optional.ofNullable(groups.getOrDefault(key(type), Map.of()).get(key(groupId)));
  }

  /** Every type known, in lower case. */
  public Iterable<String> types() {
    return groups.keySet();
  }

  /** One line of the table, by column name. */
  record Row(List<String> columns, List<String> cells) {
    String get(String column) {
      int index = columns.indexOf(column);
      if (index < 0) throw new IllegalStateException("The catalogue lacks the column " + column);
      return index < cells.size() ? cells.get(index).strip() : "";
    }

    List<String> list(String column) {
      var cell = get(column);
      return cell.isEmpty()
          ? List.of()
          : List.of(cell.split(";")).stream().map(String::strip).toList();
    }
  }

  /**
   * A group of a type: what an endpoint asks for.
   *
   * @param zones the private zones, as patterns
   * @param publicSuffixes the public zones the names lie in, as patterns
   * @param members the members, as patterns
   * @param names the public names, as patterns; {@code member=pattern} where they differ by member
   */
  public record Group(
      String groupId,
      List<String> zones,
      List<String> publicSuffixes,
      List<String> members,
      List<String> names) {
    static Group of(Row row) {
      var members = row.list("required_members");
      var groupId = row.get("subresource");
      return new Group(
          groupId,
          row.list("private_dns_zones"),
          row.list("public_zone_forwarders"),
          members.isEmpty() ? List.of(groupId) : members,
          row.list("fqdn_patterns"));
    }

    /** The members that a resource has in this group. */
    public List<Member> members(Placeholders values) {
      var result = new ArrayList<Member>();
      for (var memberPattern : members) {
        for (var expansion : values.expansions(memberPattern)) {
          var names = names(memberPattern, expansion);
          result.add(new Member(groupId, expansion.text(), names, zoneNames(expansion.values())));
        }
      }
      return result;
    }

    private List<String> zoneNames(Placeholders values) {
      return zones.stream()
          .flatMap(zone -> values.fill(zone).stream())
          .filter(Group::followsEndpoints)
          .toList();
    }

    private List<MemberName> names(String memberPattern, Placeholders.Expansion expansion) {
      var result = new ArrayList<MemberName>();
      for (var pattern : names) {
        int equals = pattern.indexOf('=');
        var member = equals < 0 ? "" : pattern.substring(0, equals);
        boolean ours =
            equals < 0 ? memberPattern.equals(members.getFirst()) : member.equals(memberPattern);
        if (!ours) continue;
        expansion
            .values()
            .fill(pattern.substring(equals + 1))
            .map(fqdn -> memberName(fqdn, expansion.values()))
            .ifPresent(result::add);
      }
      return result;
    }

    /**
     * Where a public name's record belongs: in the private-link zone whose public suffix the name
     * has; for names whose private zone has another suffix, such as Key Vault's, in the zone beside
     * the suffix.
     */
    public MemberName memberName(String fqdn, Placeholders values) {
      var own = zoneNames(values);
      for (var zone : own) {
        if (fqdn.endsWith("." + zone)) return new MemberName(fqdn, zone, cut(fqdn, zone));
      }
      var best = new MemberName(fqdn, "", "");
      int longest = -1;
      for (var zone : own) {
        var suffix = zone.substring(zone.indexOf('.') + 1);
        if (suffix.length() > longest && within(fqdn, suffix)) {
          best = new MemberName(fqdn, zone, cut(fqdn, suffix));
          longest = suffix.length();
        }
      }
      if (longest >= 0 || own.isEmpty()) return best;
      for (var forwarder : publicSuffixes) {
        var suffix = values.fill(forwarder).orElse("");
        if (suffix.length() > longest && !suffix.isEmpty() && within(fqdn, suffix)) {
          best = new MemberName(fqdn, own.getFirst(), cut(fqdn, suffix));
          longest = suffix.length();
        }
      }
      return best;
    }

    private static boolean within(String fqdn, String suffix) {
      return fqdn.equals(suffix) || fqdn.endsWith("." + suffix);
    }

    private static String cut(String fqdn, String suffix) {
      return fqdn.equals(suffix) ? "@" : fqdn.substring(0, fqdn.length() - suffix.length() - 1);
    }

    /**
     * Zones such as {@code privatelink.blob.core.windows.net}: those whose first label says that
     * they follow endpoints.
     */
    private static boolean followsEndpoints(String zone) {
      return zone.startsWith("privatelink");
    }
  }
}
