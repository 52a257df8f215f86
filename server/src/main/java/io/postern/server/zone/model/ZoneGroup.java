package io.postern.server.zone.model;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * The zone group of a private endpoint: the zones that the endpoint keeps its records in. The
 * records follow from the endpoint ({@link DerivedRecords}) and are not in here.
 *
 * @param configs 1 to 5, each with its own name and its own zone
 * @param claimed the names of the record sets that the endpoint has a claim on: an index that finds
 *     the claims on one name without reading every group of its zone, written with the group by
 *     {@link #following}
 */
public record ZoneGroup(
    ResourceName name, Meta meta, List<ZoneConfig> configs, List<ResourceName> claimed)
    implements Resource {
  public static final Kind<ZoneGroup> KIND =
      Kind.inGroup(
          "privateDnsZoneGroup",
          ZoneGroup.class,
          "zone group",
          "Microsoft.Network/privateEndpoints/*/privateDnsZoneGroups/*");

  /** The role of a zone among a group's references. */
  public static final String ZONE = "zone";

  /** The role of a claimed record set among a group's references. */
  public static final String CLAIMED = "claimed";

  private static final int MAX_CONFIGS = 5;
  private static final String CONFIGS_FIELD = "private_dns_zone_group.private_dns_zone_configs";

  /** A zone of the group, under a name of its own. */
  public record ZoneConfig(String name, ResourceName zone) {}

  public ZoneGroup {
    ChildId.require(name, "private_dns_zone_group_id");
    configs = List.copyOf(configs);
    claimed = List.copyOf(new LinkedHashSet<>(claimed));
    if (configs.isEmpty() || configs.size() > MAX_CONFIGS) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          CONFIGS_FIELD,
          "A zone group has 1 to " + MAX_CONFIGS + " zones, not " + configs.size() + ".");
    }
    var names = new HashSet<String>();
    var zones = new HashSet<ResourceName>();
    for (int i = 0; i < configs.size(); i++) {
      var config = configs.get(i);
      if (config.name().isEmpty() || config.name().length() > 80) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field(i) + ".name",
            "The name of a zone config has 1 to 80 characters.");
      }
      if (!names.add(config.name().toLowerCase(Locale.ROOT))) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field(i) + ".name",
            "Two zone configs are called '" + config.name() + "'; give each its own name.");
      }
      if (!zones.add(config.zone())) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field(i) + ".private_dns_zone",
            "The zone '" + config.zone() + "' is in the group twice.");
      }
    }
  }

  /** The path of one zone config in requests. */
  public static String field(int config) {
    return CONFIGS_FIELD + "[" + config + "]";
  }

  public ResourceName privateEndpoint() {
    return name.parent();
  }

  /** The age of the endpoint's claims, lower is older: the oldest one wins where one must win. */
  public long claimOrder() {
    return meta.created().number();
  }

  public List<ResourceName> zones() {
    return configs.stream().map(ZoneConfig::zone).toList();
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public ZoneGroup withMeta(Meta other) {
    return new ZoneGroup(name, other, configs, claimed);
  }

  public ZoneGroup withConfigs(List<ZoneConfig> others) {
    return new ZoneGroup(name, meta, others, claimed);
  }

  /** The same group without one of its zones, and without what it claims there. */
  public ZoneGroup without(ResourceName zone) {
    return new ZoneGroup(
        name,
        meta,
        configs.stream().filter(config -> !config.zone().equals(zone)).toList(),
        claimed.stream().filter(recordSet -> !recordSet.isWithin(zone)).toList());
  }

  /** The same group with the claims that its endpoint has, as it is now, in the group's zones. */
  public ZoneGroup following(PrivateEndpoint endpoint) {
    var recordSets = new ArrayList<ResourceName>();
    for (var zone : zones()) {
      for (var record : DerivedRecords.of(endpoint, PrivateDnsZone.apex(zone)))
        recordSets.add(RecordSet.name(zone, record.type(), record.relativeName(), "name"));
    }
    return new ZoneGroup(name, meta, configs, recordSets);
  }

  @Override
  public List<Reference> references() {
    var references = new ArrayList<Reference>();
    for (var config : configs) references.add(Reference.blocking(ZONE, config.zone()));
    for (var recordSet : claimed) references.add(Reference.loose(CLAIMED, recordSet));
    return references;
  }
}
