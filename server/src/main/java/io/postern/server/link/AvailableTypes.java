package io.postern.server.link;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.CatalogueGroup;
import io.postern.server.link.model.ResourceType;
import io.postern.server.network.model.Region;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.AvailablePrivateEndpointType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The types that an endpoint can connect to in a region, from the catalogue and the operator. */
final class AvailableTypes {
  private final Policy policy;
  private final Catalogue catalogue;

  @Inject
  AvailableTypes(Policy policy, Catalogue catalogue) {
    this.policy = policy;
    this.catalogue = catalogue;
  }

  Page<AvailablePrivateEndpointType> page(
      ReadTx tx,
      RequestContext context,
      String parent,
      String location,
      int pageSize,
      String pageToken) {
    var subscription = Subscription.KIND.parse(parent, "parent");
    policy.require(tx, context, Subscription.KIND, "read", subscription);
    tx.get(Subscription.KIND, subscription);
    var region = Region.parse(location, "region").name();
    // The token is bound to the region by the scope it is made for.
    var scope = Scope.under(ResourceName.of(subscription.text() + "/locations/" + region));
    var after = PageToken.parse(pageToken, ResourceType.KIND, scope);
    int size = PageToken.size(pageSize);
    var rest = all(tx, region).tailMap(after, after.isEmpty()).values();
    var items = rest.stream().limit(size).toList();
    return new Page<>(
        items,
        rest.size() > size
            ? Optional.of(PageToken.of(ResourceType.KIND, scope, key(items.getLast().getType())))
            : Optional.empty());
  }

  /** By the key of the type: what page tokens carry. */
  private TreeMap<String, AvailablePrivateEndpointType> all(ReadTx tx, String region) {
    var all = new TreeMap<String, AvailablePrivateEndpointType>();
    for (var type : catalogue.types())
      all.put(key(type).key(), entry(type, catalogue.groups(type), ""));
    // The operator adds types by hand: there are few.
    for (var own : tx.list(ResourceType.KIND, Scope.EVERYTHING, "", Integer.MAX_VALUE)) {
      if (!own.regions().isEmpty() && !own.regions().contains(region)) continue;
      all.put(key(own.type()).key(), entry(own.type(), own.groups(), own.name().text()));
    }
    return all;
  }

  private static ResourceName key(String type) {
    return ResourceName.of(type);
  }

  private static AvailablePrivateEndpointType entry(
      String type, List<CatalogueGroup> groups, String own) {
    return AvailablePrivateEndpointType.newBuilder()
        .setType(type)
        .setDisplayName(groups.getFirst().displayName())
        .addAllGroupIds(groups.stream().map(CatalogueGroup::groupId).toList())
        .setResourceType(own)
        .build();
  }
}
