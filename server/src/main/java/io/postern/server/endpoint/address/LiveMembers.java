package io.postern.server.endpoint.address;

import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.zone.model.ZoneGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the endpoints of a resource up to its members, as when a registry gets another region: a
 * new member gets an address and its records, one that is gone gives its address back, and all of
 * it belongs to the write that changed the resource (Rules §6).
 */
public final class LiveMembers {
  private LiveMembers() {}

  /**
   * @param resource as it is now
   * @param rest how long a freed address rests
   */
  public static void follow(WriteTx tx, PrivateLinkResource resource, Duration rest) {
    for (var endpoint :
        tx.referrers(
            PrivateEndpoint.KIND, PrivateEndpoint.TARGET, resource.name(), Integer.MAX_VALUE)) {
      // A disconnected one is as it was until its owner deletes it.
      if (endpoint.connection().state() == Label.DISCONNECTED) continue;
      follow(tx, endpoint, members(resource, endpoint), rest);
    }
  }

  /** The members of the endpoint's group; it has at least one, and all of them are of one group. */
  private static List<Member> members(PrivateLinkResource resource, PrivateEndpoint endpoint) {
    return resource.members(endpoint.members().getFirst().groupId());
  }

  private static void follow(
      WriteTx tx, PrivateEndpoint endpoint, List<Member> wanted, Duration rest) {
    var members = new ArrayList<EndpointMember>();
    for (var member : wanted) {
      members.add(
          find(endpoint.members(), member.memberName())
              .map(kept -> kept.withNames(member.names()))
              .orElseGet(() -> give(tx, endpoint, member)));
    }
    if (members.isEmpty() || members.equals(endpoint.members())) return;
    var gone =
        endpoint.members().stream()
            .filter(member -> find(members, member.memberName()).isEmpty())
            .toList();
    MemberAddresses.release(tx, endpoint.subnet(), gone, rest);
    var why = "followed the members of its target";
    var changed = tx.update(endpoint.withMembers(members), why);
    var nic = tx.get(NetworkInterface.KIND, endpoint.networkInterface());
    tx.update(
        nic.withConfigurations(MemberConfigurations.following(nic.ipConfigurations(), members)),
        why);
    for (var group : tx.list(ZoneGroup.KIND, Scope.under(endpoint.name()), "", 1))
      tx.update(group.following(changed), why);
  }

  private static Optional<EndpointMember> find(List<EndpointMember> members, String memberName) {
    return members.stream().filter(member -> member.memberName().equals(memberName)).findFirst();
  }

  private static EndpointMember give(WriteTx tx, PrivateEndpoint endpoint, Member member) {
    var subnet = tx.get(Subnet.KIND, endpoint.subnet());
    try {
      return MemberAddresses.give(
              tx, endpoint.name(), subnet, endpoint.ipVersions(), List.of(member), List.of())
          .getFirst();
    } catch (ControlException e) {
      if (!(e.error() instanceof ControlError.QuotaExceeded)) throw e;
      // The subnet is the consumer's, of whom the owner of the resource sees the connection alone.
      throw ControlException.of(
          new ControlError.QuotaExceeded(
              Problem.of(
                      Reason.MEMBER_ADDRESS_UNAVAILABLE,
                      "The endpoint of the connection '"
                          + endpoint.connection().name()
                          + "' has no address free for the member '"
                          + member.memberName()
                          + "'; have its owner make room in the subnet, or delete the connection.")
                  .with("connection", endpoint.connection().name().text())));
    }
  }
}
