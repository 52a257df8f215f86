package io.postern.server.endpoint.address;

import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.IpAddress;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.network.model.NetworkInterface.IpConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of an endpoint's members as its network interface shows them, each with a name. */
public final class MemberConfigurations {
  private MemberConfigurations() {}

  /** Those of a new endpoint: named as its owner wants, or by their place and member. */
  public static List<IpConfiguration> of(List<EndpointMember> members, List<WantedAddress> wanted) {
    var names = new HashMap<IpAddress, String>();
    wanted.forEach(address -> names.put(address.address(), address.name()));
    return of(members, names);
  }

  /** Those of an endpoint whose members changed: an address that stays keeps its name. */
  static List<IpConfiguration> following(
      List<IpConfiguration> current, List<EndpointMember> members) {
    var names = new HashMap<IpAddress, String>();
    current.forEach(configuration -> names.put(configuration.address(), configuration.name()));
    return of(members, names);
  }

  private static List<IpConfiguration> of(
      List<EndpointMember> members, Map<IpAddress, String> names) {
    var result = new ArrayList<IpConfiguration>();
    for (var member : members) {
      for (var address : member.addresses()) {
        result.add(
            new IpConfiguration(
                names.computeIfAbsent(address, absent -> unused(names, member, result.size() + 1)),
                member.groupId(),
                member.memberName(),
                address,
                result.isEmpty(),
                member.names().stream().map(MemberName::fqdn).toList()));
      }
    }
    return result;
  }

  private static String unused(Map<IpAddress, String> names, EndpointMember member, int place) {
    var suffix = member.memberName().isEmpty() ? "" : "-" + member.memberName();
    int number = place;
    while (names.containsValue("ipconfig" + number + suffix)) number++;
    return "ipconfig" + number + suffix;
  }
}
