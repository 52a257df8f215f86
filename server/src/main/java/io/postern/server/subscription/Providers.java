package io.postern.server.subscription;

import io.postern.server.config.Nearest;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.ResourceType;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import jakarta.inject.Inject;
import java.util.SortedSet;

/** The resource providers there are: those of the catalogue and of the operator's own types. */
final class Providers {
  private final Catalogue catalogue;

  @Inject
  Providers(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * A provider's namespace in its usual spelling.
   *
   * @throws ControlException {@code InvalidArgument} with the nearest one, when there is none
   */
  String named(ReadTx tx, String namespace) {
    var known = all(tx);
    var found = known.tailSet(namespace);
    if (!found.isEmpty() && found.first().equalsIgnoreCase(namespace)) return found.first();
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "provider",
        "There is no provider '" + namespace + "'" + Nearest.question(namespace, known));
  }

  private SortedSet<String> all(ReadTx tx) {
    var providers = catalogue.providers();
    // The operator adds types by hand: there are few.
    for (var own : tx.list(ResourceType.KIND, Scope.EVERYTHING, "", Integer.MAX_VALUE))
      providers.add(ResourceType.provider(own.type()));
    return providers;
  }
}
