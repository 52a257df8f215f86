package io.postern.server.endpoint;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.AddressPool;
import io.postern.server.store.WriteTx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives an endpoint its addresses and takes them back: one for each member and IP version. */
final class EndpointAddresses {
  private EndpointAddresses() {}

  static List<EndpointMember> give(
      WriteTx tx,
      ResourceName owner,
      Subnet subnet,
      IpVersions versions,
      List<Member> members,
      List<WantedAddress> wanted) {
    // Chosen addresses first, so that none of them is given to a member that takes what is free.
    for (int i = 0; i < wanted.size(); i++) {
      var field = "private_endpoint.ip_configurations[" + i + "].private_ip_address";
      AddressPool.allocate(
          tx.addresses(subnet.name()),
          wanted.get(i).address(),
          subnet.addressPrefixes(),
          owner,
          subnet.name(),
          field,
          tx.now());
    }
    var result = new ArrayList<EndpointMember>();
    for (var member : members) {
      var addresses = new ArrayList<IpAddress>();
      if (versions.hasV4()) addresses.add(one(tx, owner, subnet, member, wanted, true));
      if (versions.hasV6()) addresses.add(one(tx, owner, subnet, member, wanted, false));
      result.add(
          new EndpointMember(member.groupId(), member.memberName(), addresses, member.names()));
    }
    return result;
  }

  private static IpAddress one(
      WriteTx tx,
      ResourceName owner,
      Subnet subnet,
      Member member,
      List<WantedAddress> wanted,
      boolean v4) {
    for (var choice : wanted) {
      boolean ours =
          choice.memberName().equals(member.memberName()) && choice.address().isV4() == v4;
      if (ours) return choice.address();
    }
    return AddressPool.allocate(tx.addresses(subnet.name()), v4, owner, subnet.name(), tx.now());
  }

  /**
   * Takes the addresses back; they rest before anybody else gets them, so that no cached answer
   * leads to a stranger.
   */
  static void release(WriteTx tx, PrivateEndpoint endpoint, Duration rest) {
    var book = tx.addresses(endpoint.subnet());
    for (var member : endpoint.members()) {
      for (var address : member.addresses())
        AddressPool.release(book, address, tx.now().plus(rest));
    }
  }

  static NetworkInterface interfaceOf(
      CreatePrivateEndpoint.Request request, List<EndpointMember> members) {
    var configurations = new ArrayList<NetworkInterface.IpConfiguration>();
    for (var member : members) {
      for (var address : member.addresses()) {
        boolean first = configurations.isEmpty();
        var fqdns = member.names().stream().map(MemberName::fqdn).toList();
        configurations.add(
            new NetworkInterface.IpConfiguration(
                configurationName(request, member, address, configurations.size()),
                member.groupId(),
                member.memberName(),
                address,
                first,
                fqdns));
      }
    }
    return new NetworkInterface(
        CreatePrivateEndpoint.interfaceName(request),
        Meta.NEW,
        request.region(),
        request.subnet(),
        request.name(),
        configurations);
  }

  private static String configurationName(
      CreatePrivateEndpoint.Request request, EndpointMember member, IpAddress address, int index) {
    return request.wantedAddresses().stream()
        .filter(wanted -> wanted.address().equals(address))
        .map(WantedAddress::name)
        .findFirst()
        .orElseGet(() ->
            "ipconfig"
                + (index + 1)
                + (member.memberName().isEmpty() ? "" : "-" + member.memberName()));
  }
}
