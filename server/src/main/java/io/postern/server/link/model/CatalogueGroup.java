package io.postern.server.link.model;

import io.postern.server.link.model.Member.MemberName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A group of a resource type: what an endpoint asks for, such as {@code blob}. All but the texts
 * for people are patterns, filled in for one resource.
 *
 * @param displayName what people call the type
 * @param zones the private zones
 * @param publicSuffixes the public zones the names lie in
 * @param members the members, each with an address of its own
 * @param names the public names; {@code member=pattern} where they differ by member, else the first
 *     member's
 */
public record CatalogueGroup(
    String type,
    String groupId,
    String displayName,
    List<String> zones,
    List<String> publicSuffixes,
    List<String> members,
    List<String> names) {
  /** What does not tell one resource of a type from another. */
  private static final Set<String> COMMON =
      Set.of("regionName", "region", "regionCode", "location");

  public CatalogueGroup {
    zones = List.copyOf(zones);
    publicSuffixes = List.copyOf(publicSuffixes);
    members = List.copyOf(members);
    names = List.copyOf(names);
  }

  /** The group's id for one resource; some types name a part of the resource in it. */
  public String groupId(Placeholders values) {
    return values.fill(groupId).orElse(groupId);
  }

  /** The members that a resource has in this group. */
  public List<Member> members(Placeholders values) {
    var result = new ArrayList<Member>();
    for (var pattern : members) {
      for (var expansion : values.expansions(pattern)) {
        result.add(
            new Member(
                groupId(values),
                expansion.text(),
                names(pattern, expansion.values()),
                zoneNames(expansion.values())));
      }
    }
    return result;
  }

  /**
   * Whether a public name is one that the type has: it fits a name pattern, or lies in one of the
   * public domains. A placeholder stands for any text within a label.
   */
  public boolean hasPublicName(String fqdn) {
    return names.stream()
            .map(name -> name.substring(name.indexOf('=') + 1))
            .anyMatch(pattern -> fqdn.matches(regex(pattern)))
        || publicDomains().stream().anyMatch(domain -> fqdn.matches("(.+\\.)?" + regex(domain)));
  }

  /** Where no public domains are given, they are what the private zones have after their label. */
  private List<String> publicDomains() {
    if (!publicSuffixes.isEmpty()) return publicSuffixes;
    return zones.stream().map(zone -> zone.substring(zone.indexOf('.') + 1)).toList();
  }

  private static String regex(String pattern) {
    var regex = new StringBuilder();
    for (var part : pattern.toLowerCase(Locale.ROOT).split("(?=\\{)|(?<=})"))
      regex.append(part.startsWith("{") ? "[a-z0-9_-]+" : Pattern.quote(part));
    return regex.toString();
  }

  private List<String> zoneNames(Placeholders values) {
    return zones.stream().flatMap(zone -> values.fill(zone).stream()).toList();
  }

  private List<MemberName> names(String memberPattern, Placeholders values) {
    var result = new ArrayList<MemberName>();
    for (var name : names) {
      int equals = name.indexOf('=');
      var member = equals < 0 ? members.getFirst() : name.substring(0, equals);
      if (!member.equals(memberPattern)) continue;
      var pattern = name.substring(equals + 1);
      values
          .fill(pattern)
          .map(fqdn -> memberName(fqdn, values).withShared(isCommon(pattern)))
          .ifPresent(result::add);
    }
    return result;
  }

  private static boolean isCommon(String pattern) {
    return COMMON.containsAll(Placeholders.names(pattern));
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
}
