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
import jakarta.inject.Inject;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The types that an endpoint can connect to in a region, from the catalogue and the operator. */
final class AvailableTypes {
  private static final String ACTION =
      "Microsoft.Network/locations/availablePrivateEndpointTypes/read";

  private final Policy policy;
  private final Catalogue catalogue;

  /**
   * A type as it is listed.
   *
   * @param own the operator's type, when it is one
   */
  record AvailableType(String type, List<CatalogueGroup> groups, Optional<ResourceName> own) {}

  @Inject
  AvailableTypes(Policy policy, Catalogue catalogue) {
    this.policy = policy;
    this.catalogue = catalogue;
  }

  Page<AvailableType> page(
      ReadTx tx,
      RequestContext context,
      String parent,
      String location,
      int pageSize,
      String pageToken) {
    var subscription = Subscription.KIND.parse(parent, "parent");
    policy.requireAction(tx, context, Subscription.KIND, ACTION, subscription);
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
            ? Optional.of(PageToken.of(ResourceType.KIND, scope, key(items.getLast().type())))
            : Optional.empty());
  }

  /** By the key of the type: what page tokens carry. */
  private NavigableMap<String, AvailableType> all(ReadTx tx, String region) {
    var all = new TreeMap<String, AvailableType>();
    for (var type : catalogue.types())
      all.put(key(type).key(), new AvailableType(type, catalogue.groups(type), Optional.empty()));
    // The operator adds types by hand: there are few.
    for (var own : tx.list(ResourceType.KIND, Scope.EVERYTHING, "", Integer.MAX_VALUE)) {
      if (!own.regions().isEmpty() && !own.regions().contains(region)) continue;
      all.put(
          key(own.type()).key(),
          new AvailableType(own.type(), own.groups(), Optional.of(own.name())));
    }
    return all;
  }

  private static ResourceName key(String type) {
    return ResourceName.of(type);
  }
}
