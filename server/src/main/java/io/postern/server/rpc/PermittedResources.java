package io.postern.server.rpc;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import jakarta.inject.Inject;

/**
 * The resources that calls name, for callers that may do with them what they ask for. Whether they
 * may comes first, so that a refusal does not tell what there is.
 */
public final class PermittedResources {
  private final Policy policy;

  @Inject
  public PermittedResources(Policy policy) {
    this.policy = policy;
  }

  /**
   * A resource that the caller named.
   *
   * @param verb as in {@link Policy#require}
   * @throws ControlException as there, and {@code NotFound}
   */
  public <T extends Resource> T get(
      ReadTx tx, RequestContext context, Kind<T> kind, String verb, ResourceName name) {
    policy.require(tx, context, kind, verb, name);
    return tx.get(kind, name);
  }

  /**
   * The same for a write.
   *
   * @param etag what the resource has to have now; empty for any
   * @throws ControlException as there, and {@code StaleEtag}
   */
  public <T extends Resource> T get(
      ReadTx tx,
      RequestContext context,
      Kind<T> kind,
      String verb,
      ResourceName name,
      String etag) {
    var current = get(tx, context, kind, verb, name);
    current.meta().requireEtag(etag, name);
    return current;
  }
}
