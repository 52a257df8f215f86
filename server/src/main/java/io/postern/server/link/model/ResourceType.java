package io.postern.server.link.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A resource type of the operator's own, beside those of the catalogue.
 *
 * @param type such as {@code Contoso.Data/ledgers}
 * @param approvalAction what a requester needs on a resource to have its request approved at once
 * @param regions where it is offered; empty is everywhere
 */
public record ResourceType(
    ResourceName name,
    Meta meta,
    String type,
    String displayName,
    List<CatalogueGroup> groups,
    String approvalAction,
    List<String> regions,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<ResourceType> KIND =
      new Kind<>("resourceType", ResourceType.class, "resource type", "resourceTypes/*");

  /** The unique-value space of types. */
  public static final String TYPE = "resource type";

  private static final String FIELD = "resource_type.";
  private static final int MAX_GROUPS = 20;
  private static final int MAX_MEMBERS = 50;
  private static final Pattern TYPE_FORM =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)+/[A-Za-z][A-Za-z0-9]*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9{][A-Za-z0-9_.{}-]{0,79}");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9.]+(/[A-Za-z0-9.]+)+");

  public ResourceType {
    groups = List.copyOf(groups);
    regions = List.copyOf(regions);
    tags = Map.copyOf(tags);
    if (!TYPE_FORM.matcher(type).matches() || type.length() > 128) {
      throw invalid(
          "type",
          "A type is a provider and a word, such as Contoso.Data/ledgers, not '" + type + "'.");
    }
    if (displayName.length() > 128)
      throw invalid("display_name", "A display name has at most 128 characters.");
    if (!ACTION.matcher(approvalAction).matches() || approvalAction.length() > 256) {
      throw invalid(
          "approval_action",
          "An action is words with slashes, such as Contoso.Data/ledgers/approve.");
    }
    if (groups.isEmpty() || groups.size() > MAX_GROUPS)
      throw invalid("groups", "A type has 1 to " + MAX_GROUPS + " groups.");
    var ids = new HashSet<String>();
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      var field = "groups[" + i + "]";
      if (!WORD.matcher(group.groupId()).matches())
        throw invalid(
            field + ".group_id", "A group's id is 1 to 80 letters, digits, '_', '.', '-'.");
      if (!ids.add(key(group.groupId())))
        throw invalid(field + ".group_id", "Two groups are called '" + group.groupId() + "'.");
      require(group, field);
    }
  }

  private static void require(CatalogueGroup group, String field) {
    if (group.members().size() > MAX_MEMBERS)
      throw invalid(field + ".members", "A group has at most " + MAX_MEMBERS + " members.");
    var members = new HashSet<String>();
    for (int i = 0; i < group.members().size(); i++) {
      var member = group.members().get(i);
      var path = field + ".members[" + i + "].member_name";
      if (!WORD.matcher(member).matches())
        throw invalid(path, "A member's name is 1 to 80 letters, digits, '_', '.', '-'.");
      if (!members.add(member)) throw invalid(path, "Two members are called '" + member + "'.");
    }
    requireNames(group.zones(), field + ".zone_names");
    requireNames(group.publicSuffixes(), field + ".public_suffixes");
    requireNames(
        group.names().stream().map(name -> name.substring(name.indexOf('=') + 1)).toList(),
        field + ".members");
  }

  /** A pattern is a DNS name when its placeholders are filled in. */
  private static void requireNames(List<String> patterns, String field) {
    for (var pattern : patterns)
      PublicRecord.dnsName(pattern.replaceAll("\\{[A-Za-z0-9]{1,64}}", "x"), FIELD + field);
  }

  private static ControlException invalid(String field, String message) {
    return ControlException.invalid(Reason.INVALID_FIELD, FIELD + field, message);
  }

  /** What a type is found by. */
  public static String key(String type) {
    return type.toLowerCase(Locale.ROOT);
  }

  /** The namespace of the provider that a type is of: {@code Contoso.Data}. */
  public static String provider(String type) {
    return type.substring(0, type.indexOf('/'));
  }

  /** What counts the resources of a type. */
  public static Tally resources(String type) {
    int slash = type.indexOf('/');
    return new Tally(
        "privateLinkResources",
        ResourceName.of(
            "providers/" + type.substring(0, slash) + "/types/" + type.substring(slash + 1)));
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public ResourceType withMeta(Meta other) {
    return new ResourceType(name, other, type, displayName, groups, approvalAction, regions, tags);
  }

  @Override
  public List<Hold> holds() {
    return List.of(new Hold(TYPE, key(type)));
  }
}
