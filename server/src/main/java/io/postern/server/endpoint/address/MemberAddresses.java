package io.postern.server.endpoint.address;

import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.AddressPool;
import io.postern.server.store.WriteTx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives an endpoint its addresses and takes them back: one for each member and IP version. */
public final class MemberAddresses {
  private MemberAddresses() {}

  public static List<EndpointMember> give(
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
      if (versions.hasV4()) addresses.add(one(tx, owner, subnet.name(), member, wanted, true));
      if (versions.hasV6()) addresses.add(one(tx, owner, subnet.name(), member, wanted, false));
      result.add(
          new EndpointMember(member.groupId(), member.memberName(), addresses, member.names()));
    }
    return result;
  }

  private static IpAddress one(
      WriteTx tx,
      ResourceName owner,
      ResourceName subnet,
      Member member,
      List<WantedAddress> wanted,
      boolean v4) {
    for (var choice : wanted) {
      boolean ours =
          choice.memberName().equals(member.memberName()) && choice.address().isV4() == v4;
      if (ours) return choice.address();
    }
    return AddressPool.allocate(tx.addresses(subnet), v4, owner, subnet, tx.now());
  }

  /**
   * Takes the addresses of members back; they rest before anybody else gets them, so that no cached
   * answer leads to a stranger.
   */
  public static void release(
      WriteTx tx, ResourceName subnet, List<EndpointMember> members, Duration rest) {
    var book = tx.addresses(subnet);
    for (var member : members) {
      for (var address : member.addresses())
        AddressPool.release(book, address, tx.now().plus(rest));
    }
  }
}
