package io.postern.server.endpoint;

import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.Member;
import io.postern.server.network.model.Subnet;
import java.util.HashSet;
import java.util.List;

/** What the addresses must be that a consumer chooses for the members of its target. */
final class WantedAddresses {
  private WantedAddresses() {}

  static void require(
      List<WantedAddress> wanted, List<Member> members, Subnet subnet, IpVersions versions) {
    requireFamilies(subnet, versions);
    var names = new HashSet<String>();
    var places = new HashSet<String>();
    for (int i = 0; i < wanted.size(); i++) {
      var address = wanted.get(i);
      var field = "private_endpoint.ip_configurations[" + i + "]";
      if (!names.add(address.name()))
        throw invalid(field + ".name", "Two addresses have the name '" + address.name() + "'.");
      requireMember(address, members, field);
      boolean v4 = address.address().isV4();
      if (v4 ? !versions.hasV4() : !versions.hasV6()) {
        throw invalid(
            field + ".private_ip_address",
            "The endpoint has no "
                + (v4 ? "IPv4" : "IPv6")
                + " addresses; change ip_version_type or the address.");
      }
      // The group says nothing here: an endpoint has one, and may leave it out or spell it freely.
      if (!places.add(address.memberName() + "/" + v4)) {
        throw invalid(field + ".member_name", "A member has one address of each IP version.");
      }
    }
  }

  private static void requireMember(WantedAddress address, List<Member> members, String field) {
    boolean known =
        members.stream()
            .anyMatch(member ->
                member.memberName().equals(address.memberName())
                    && (address.groupId().isEmpty()
                        || member.groupId().equalsIgnoreCase(address.groupId())));
    if (known) return;
    var names = String.join(", ", members.stream().map(Member::memberName).toList());
    throw ControlException.invalid(
        Reason.MEMBER_UNKNOWN,
        field + ".member_name",
        "'"
            + address.memberName()
            + "' is no member of the group; it has: "
            + (names.isEmpty() ? "one without a name" : names)
            + ".");
  }

  private static void requireFamilies(Subnet subnet, IpVersions versions) {
    boolean v4 = subnet.addressPrefixes().stream().anyMatch(Cidr::isV4);
    boolean v6 = subnet.addressPrefixes().stream().anyMatch(prefix -> !prefix.isV4());
    if ((!versions.hasV4() || v4) && (!versions.hasV6() || v6)) return;
    throw invalid(
        "private_endpoint.ip_version_type",
        "The subnet has no "
            + (v4 ? "IPv6" : "IPv4")
            + " prefix; choose another subnet or IP version.");
  }

  private static ControlException invalid(String field, String message) {
    return ControlException.invalid(Reason.INVALID_FIELD, field, message);
  }
}
