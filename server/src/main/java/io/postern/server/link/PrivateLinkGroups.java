package io.postern.server.link;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.v1.PrivateLinkGroup;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What an endpoint can ask for at one resource: its groups with their members and zones. */
final class PrivateLinkGroups {
  private final Policy policy;

  @Inject
  PrivateLinkGroups(Policy policy) {
    this.policy = policy;
  }

  Page<PrivateLinkGroup> page(
      ReadTx tx, RequestContext context, String parent, int pageSize, String pageToken) {
    var name = PrivateLinkResource.KIND.parse(parent, "parent");
    policy.require(tx, context, PrivateLinkResource.KIND, "read", name);
    var resource = tx.get(PrivateLinkResource.KIND, name);
    var scope = Scope.under(name);
    var after = PageToken.parse(pageToken, PrivateLinkResource.KIND, scope);
    int size = PageToken.size(pageSize);
    var rest = all(resource).tailMap(after, after.isEmpty());
    var items = rest.entrySet().stream().limit(size).toList();
    return new Page<>(
        items.stream().map(entry -> group(entry.getValue())).toList(),
        rest.size() > size
            ? Optional.of(
                PageToken.of(
                    PrivateLinkResource.KIND, scope, ResourceName.of(items.getLast().getKey())))
            : Optional.empty());
  }

  /** The members by what page tokens carry: the key of their group. */
  private static TreeMap<String, List<Member>> all(PrivateLinkResource resource) {
    var groups = new TreeMap<String, List<Member>>();
    for (var member : resource.members()) {
      var key = ResourceName.of("groups/" + member.groupId()).key();
      groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(member);
    }
    return groups;
  }

  private static PrivateLinkGroup group(List<Member> members) {
    return PrivateLinkGroup.newBuilder()
        .setGroupId(members.getFirst().groupId())
        .addAllRequiredMembers(members.stream().map(Member::memberName).toList())
        .addAllRequiredZoneNames(
            members.stream().flatMap(member -> member.zones().stream()).distinct().toList())
        .build();
  }
}
