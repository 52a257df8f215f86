package io.postern.server.explain;

import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.v1.CreatePrivateEndpointRequest;

/**
 * The decision on requests for endpoints, made for the sake of its trail. The feature that decides
 * answers this, with the code that it decides with.
 */
public interface EndpointDecisions {
  /**
   * Carries out a request to its end, in a write that is going to be taken back.
   *
   * @return what would have been created
   * @throws ControlException the refusal that the request would get
   */
  PrivateEndpoint attempt(
      WriteTx tx, RequestContext context, CreatePrivateEndpointRequest request, Trail trail);

  /**
   * Decides once more, by the rules and lists of today, on the request that an endpoint came of.
   *
   * @param context as if whoever asked then asked now
   * @throws ControlException the refusal that the request would get
   */
  void repeat(ReadTx tx, RequestContext context, PrivateEndpoint endpoint, Trail trail);
}
