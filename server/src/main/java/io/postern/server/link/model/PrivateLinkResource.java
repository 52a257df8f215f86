package io.postern.server.link.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * A resource of a catalogued type that endpoints can connect to: a storage account, a SQL server, a
 * vault.
 *
 * @param type the type as its owner spelled it, such as {@code Microsoft.Storage/storageAccounts}
 * @param variant the kind within the type, such as {@code StorageV2}; empty is the usual one
 * @param parameters values for the catalogue's name patterns
 * @param publicNames what its public names have in public DNS
 * @param publicRecords further public records, such as a frontend's address, that other resources
 *     may share
 * @param members what an endpoint can connect to in it, as the catalogue has it
 */
public record PrivateLinkResource(
    ResourceName name,
    Meta meta,
    String type,
    String variant,
    String region,
    List<String> replicaRegions,
    Map<String, String> parameters,
    PublicNetworkAccess publicNetworkAccess,
    List<PublicName> publicNames,
    List<PublicRecord> publicRecords,
    ConnectionPolicy connectionPolicy,
    List<Member> members,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<PrivateLinkResource> KIND =
      Kind.inGroup(
          "privateLinkResource", PrivateLinkResource.class, "private-link resource", "*/*/*");

  /** The unique-value space of public names. */
  public static final String PUBLIC_NAME = "public name";

  /** The reference role by which those who share a public record find each other. */
  public static final String PUBLIC_RECORD = "publicRecord";

  public PrivateLinkResource {
    replicaRegions = List.copyOf(replicaRegions);
    parameters = Map.copyOf(parameters);
    publicNames = List.copyOf(publicNames);
    publicRecords = List.copyOf(publicRecords);
    members = List.copyOf(members);
    tags = Map.copyOf(tags);
    if (!name.armType().equalsIgnoreCase(type)) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "private_link_resource.type",
          "The type '" + type + "' is not that of the name '" + name + "'.");
    }
  }

  public enum PublicNetworkAccess {
    ENABLED,
    DISABLED
  }

  /**
   * A name in public DNS.
   *
   * @param groupId the group and member it leads to
   */
  public record PublicName(
      String fqdn, String groupId, String memberName, List<PublicRecord> records) {
    public PublicName {
      records = List.copyOf(records);
    }
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public PrivateLinkResource withMeta(Meta other) {
    return new PrivateLinkResource(
        name,
        other,
        type,
        variant,
        region,
        replicaRegions,
        parameters,
        publicNetworkAccess,
        publicNames,
        publicRecords,
        connectionPolicy,
        members,
        tags);
  }

  /** The values that the patterns of its type are filled with. */
  public Placeholders placeholders() {
    var regions = new ArrayList<>(List.of(region));
    replicaRegions.stream().filter(other -> !regions.contains(other)).forEach(regions::add);
    return Placeholders.of(name.id(), regions, Region.codes(), parameters);
  }

  /** The members an endpoint of a group gets addresses for. */
  public List<Member> members(String groupId) {
    return members.stream().filter(member -> member.groupId().equalsIgnoreCase(groupId)).toList();
  }

  /** What it says in advance of those who ask. */
  public TargetLists lists() {
    return new TargetLists(connectionPolicy, List.of());
  }

  /** A public name belongs to one resource alone, but for those that all of the type have. */
  @Override
  public List<Hold> holds() {
    var names = new LinkedHashSet<String>();
    for (var member : members) {
      for (var memberName : member.names()) if (!memberName.shared()) names.add(memberName.fqdn());
    }
    publicNames.forEach(publicName -> names.add(publicName.fqdn()));
    return names.stream().map(fqdn -> new Hold(PUBLIC_NAME, fqdn)).toList();
  }

  @Override
  public List<Tally> tallies() {
    return List.of(ResourceType.resources(type));
  }

  @Override
  public List<Reference> references() {
    var references = new ArrayList<Reference>();
    publicRecords.stream()
        .map(PublicRecord::name)
        .distinct()
        .forEach(fqdn -> references.add(Reference.loose(PUBLIC_RECORD, recordName(fqdn))));
    return references;
  }

  /** What the sharers of a public record refer to: no resource, only a name to meet at. */
  public static ResourceName recordName(String fqdn) {
    return ResourceName.of("publicRecords/" + fqdn);
  }
}
