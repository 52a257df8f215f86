package io.postern.server.link;

import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.rpc.PageToken;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What an endpoint can ask for at one resource: its groups, each as the members it has. */
final class PrivateLinkGroups {
  private final PermittedResources permitted;

  @Inject
  PrivateLinkGroups(PermittedResources permitted) {
    this.permitted = permitted;
  }

  Page<List<Member>> page(
      ReadTx tx, RequestContext context, String parent, int pageSize, String pageToken) {
    var name = PrivateLinkResource.KIND.parse(parent, "parent");
    var resource = permitted.get(tx, context, PrivateLinkResource.KIND, "read", name);
    var scope = Scope.under(name);
    var after = PageToken.parse(pageToken, PrivateLinkResource.KIND, scope);
    int size = PageToken.size(pageSize);
    var rest = all(resource).tailMap(after, after.isEmpty());
    var items = rest.entrySet().stream().limit(size).toList();
    return new Page<>(
        items.stream().map(Map.Entry::getValue).toList(),
        rest.size() > size
            ? Optional.of(
                PageToken.of(
                    PrivateLinkResource.KIND, scope, ResourceName.of(items.getLast().getKey())))
            : Optional.empty());
  }

  /** The members by what page tokens carry: the key of their group. */
  private static NavigableMap<String, List<Member>> all(PrivateLinkResource resource) {
    var groups = new TreeMap<String, List<Member>>();
    for (var member : resource.members()) {
      var key = ResourceName.of("groups/" + member.groupId()).key();
      groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(member);
    }
    return groups;
  }
}
