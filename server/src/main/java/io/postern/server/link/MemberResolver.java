package io.postern.server.link;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.CatalogueGroup;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.Placeholders;
import io.postern.server.link.model.PrivateLinkResource.PublicName;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.link.model.ResourceType;
import io.postern.server.network.model.Region;
import io.postern.server.store.ReadTx;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Works out the members of a resource and their names, from the catalogue and from what its owner
 * says.
 */
final class MemberResolver {
  private final ResourceTypes types;

  @Inject
  MemberResolver(ResourceTypes types) {
    this.types = types;
  }

  /**
   * The members of a resource.
   *
   * @param names public names the owner gives; one without an FQDN stands for those of the
   *     catalogue
   */
  List<Member> members(
      ReadTx tx,
      ResourceName resource,
      String kind,
      List<String> regions,
      Map<String, String> parameters,
      List<PublicName> names,
      String field) {
    var groups = types.groups(tx, resource.armType(), kind);
    if (groups.isEmpty() || Connection.isService(resource)) {
      throw ControlException.invalid(
          Reason.NO_REGISTERED_PROVIDER_FOUND,
          field + ".type",
          "'"
              + resource.armType()
              + "' is not in the catalogue of types that endpoints can connect to; write one such"
              + " as Microsoft.Storage/storageAccounts.");
    }
    requireOffered(tx, resource.armType(), regions, field);
    var values = Placeholders.of(resource.id(), regions, Region.codes(), parameters);
    var members = new ArrayList<Member>();
    for (var group : groups) {
      for (var member : group.members(values))
        members.add(withOwnNames(member, group, values, names));
    }
    requireGroupsKnown(members, names, field);
    return members;
  }

  private void requireOffered(ReadTx tx, String type, List<String> regions, String field) {
    var offered = types.own(tx, type).map(ResourceType::regions).orElse(List.of());
    if (offered.isEmpty() || offered.containsAll(regions)) return;
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE,
                    field + ".region",
                    "'" + type + "' is offered in " + String.join(", ", offered) + " only.")
                .with("region", regions.getFirst())
                .with("suggestion", offered.getFirst())));
  }

  private static Member withOwnNames(
      Member member, CatalogueGroup group, Placeholders values, List<PublicName> names) {
    var all = new ArrayList<>(member.names());
    for (var name : names) {
      boolean ours =
          name.groupId().equalsIgnoreCase(member.groupId())
              && (name.memberName().isEmpty() || name.memberName().equals(member.memberName()));
      if (!ours || name.fqdn().isEmpty()) continue;
      if (all.stream().noneMatch(known -> known.fqdn().equals(name.fqdn())))
        all.add(group.memberName(name.fqdn(), values));
    }
    return new Member(member.groupId(), member.memberName(), all, member.zones());
  }

  private static void requireGroupsKnown(
      List<Member> members, List<PublicName> names, String field) {
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var path = field + ".public_names[" + i + "]";
      var inGroup =
          members.stream()
              .filter(member -> member.groupId().equalsIgnoreCase(name.groupId()))
              .toList();
      if (inGroup.isEmpty()) {
        var known = members.stream().map(Member::groupId).distinct().toList();
        throw ControlException.invalid(
            Reason.GROUP_ID_UNKNOWN,
            path + ".group_id",
            "'"
                + name.groupId()
                + "' is no group of this type; it has "
                + String.join(", ", known)
                + ".");
      }
      if (name.memberName().isEmpty()
          || inGroup.stream().anyMatch(member -> member.memberName().equals(name.memberName())))
        continue;
      throw ControlException.invalid(
          Reason.MEMBER_UNKNOWN,
          path + ".member_name",
          "'" + name.memberName() + "' is no member of the group " + name.groupId() + ".");
    }
  }

  /**
   * The owner's public names with the catalogue's in place of those left empty, each with its own
   * name on its records.
   */
  static List<PublicName> complete(List<PublicName> names, List<Member> members) {
    var result = new ArrayList<PublicName>();
    for (var name : names) {
      for (var fqdn : fqdns(name, members)) {
        var records =
            name.records().stream()
                .map(record ->
                    new PublicRecord(fqdn, record.type(), record.ttlSeconds(), record.values()))
                .toList();
        result.add(new PublicName(fqdn, name.groupId(), name.memberName(), records));
      }
    }
    return result;
  }

  private static List<String> fqdns(PublicName name, List<Member> members) {
    if (!name.fqdn().isEmpty()) return List.of(name.fqdn());
    return members.stream()
        .filter(member -> member.groupId().equalsIgnoreCase(name.groupId()))
        .filter(
            member -> name.memberName().isEmpty() || member.memberName().equals(name.memberName()))
        .flatMap(member -> member.names().stream())
        .map(MemberName::fqdn)
        .toList();
  }
}
