package io.postern.server.link;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.CatalogueGroup;
import io.postern.server.link.model.ResourceType;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The types there are: those of the catalogue, and the use cases for the operator's own. */
final class ResourceTypes {
  private final Policy policy;
  private final PermittedResources permitted;
  private final Catalogue catalogue;

  @Inject
  ResourceTypes(Policy policy, PermittedResources permitted, Catalogue catalogue) {
    this.policy = policy;
    this.permitted = permitted;
    this.catalogue = catalogue;
  }

  ResourceType create(WriteTx tx, RequestContext context, ResourceType wanted) {
    policy.require(tx, context, ResourceType.KIND, "write", wanted.name());
    if (!groups(tx, wanted.type(), "").isEmpty()) {
      throw ControlException.of(
          new ControlError.AlreadyExists(
              Problem.inField(
                      Reason.RESOURCE_TYPE_TAKEN,
                      "resource_type.type",
                      "The type '" + wanted.type() + "' is in the catalogue; choose another.")
                  .with("type", wanted.type())));
    }
    return tx.create(wanted, "created");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, ResourceType.KIND, "delete", name, etag);
    long used = tx.count(ResourceType.resources(current.type()));
    if (used > 0) {
      throw ControlException.of(
          new ControlError.InUse(
              Problem.of(
                      Reason.RESOURCE_IN_USE,
                      "There are "
                          + used
                          + " private-link resources of the type '"
                          + current.type()
                          + "'; delete them first.")
                  .with("resource", name.text())));
    }
    tx.delete(current, "deleted");
  }

  /** The groups of a type, of whichever source; empty when there is no such type. */
  List<CatalogueGroup> groups(ReadTx tx, String type, String kind) {
    var known = catalogue.groups(type, kind);
    return known.isEmpty() ? own(tx, type).map(ResourceType::groups).orElse(List.of()) : known;
  }

  /** The operator's own type of this name. */
  Optional<ResourceType> own(ReadTx tx, String type) {
    return tx.holder(ResourceType.TYPE, ResourceType.key(type))
        .flatMap(name -> tx.find(ResourceType.KIND, name));
  }
}
