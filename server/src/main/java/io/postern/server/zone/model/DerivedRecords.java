package io.postern.server.zone.model;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.IpAddress;
import io.postern.server.link.model.Member.MemberName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rule by which records of a zone follow from an endpoint whose zone group names the zone
 * (Rules §7.5).
 */
public final class DerivedRecords {
  private DerivedRecords() {}

  private record Place(String relativeName, RecordType type, String memberName) {}

  /**
   * The records an endpoint has in the zone of this DNS name, whatever the state of its connection;
   * none where no name of its target belongs into the zone.
   */
  public static List<DerivedRecord> of(PrivateEndpoint endpoint, DomainName apex) {
    return of(endpoint.members(), apex);
  }

  /** The same of an endpoint of which no more is known than its members. */
  public static List<DerivedRecord> of(List<EndpointMember> members, DomainName apex) {
    Map<Place, List<IpAddress>> records = new LinkedHashMap<>();
    for (var member : members) {
      for (var name : member.names()) {
        var relative = relativeName(name, apex).filter(apex::canHold);
        if (relative.isEmpty()) continue;
        for (var address : member.addresses()) {
          var type = address.isV4() ? RecordType.A : RecordType.AAAA;
          var place = new Place(relative.get(), type, member.memberName());
          var held = records.computeIfAbsent(place, none -> new ArrayList<>());
          if (!held.contains(address)) held.add(address);
        }
      }
    }
    return records.entrySet().stream()
        .map(entry -> record(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static DerivedRecord record(Place place, List<IpAddress> addresses) {
    return new DerivedRecord(place.relativeName(), place.type(), place.memberName(), addresses);
  }

  /**
   * Where a name of a target stands in a zone. The catalogue's zone for the name counts first, or a
   * zone cut out of it such as {@code scm.privatelink.azurewebsites.net}; then any zone that the
   * public name itself lies in.
   */
  private static Optional<String> relativeName(MemberName name, DomainName apex) {
    boolean isCataloguedZone = isWithin(apex.text(), lower(name.zone()));
    return isCataloguedZone
        ? rest(lower(name.privateLinkName()), apex.text())
        : rest(lower(name.fqdn()), apex.text());
  }

  private static Optional<String> rest(String name, String apex) {
    if (!isWithin(name, apex)) return Optional.empty();
    return Optional.of(
        name.equals(apex) ? "@" : name.substring(0, name.length() - apex.length() - 1));
  }

  private static boolean isWithin(String name, String apex) {
    return !apex.isEmpty() && (name.equals(apex) || name.endsWith("." + apex));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
