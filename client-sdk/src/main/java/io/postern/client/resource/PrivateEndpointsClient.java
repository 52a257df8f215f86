package io.postern.client.resource;

import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.ResubmitPrivateEndpointRequest;
import java.util.Optional;

/** Private endpoints, from the side that wants to reach a target. */
public final class PrivateEndpointsClient extends ResourceClient<PrivateEndpoint> {
  private static final ResourceMethods<PrivateEndpoint> METHODS =
      new ResourceMethods<>(
          PrivateEndpointServiceGrpc.getServiceDescriptor(), PrivateEndpoint.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public PrivateEndpointsClient(Caller caller) {
    super(caller, METHODS);
  }

  /** Asks again after a rejection. */
  public Written<PrivateEndpoint> resubmit(String name, String requestMessage) {
    return resubmit(name, requestMessage, WriteOptions.DEFAULT);
  }

  /**
   * Asks again after a rejection: the connection is pending once more, or approved at once as it
   * could have been at create.
   *
   * @param requestMessage a new word to the target's owner, up to 140 characters; empty keeps the
   *     old one
   * @throws PosternException.FailedPrecondition when the connection is not rejected
   */
  public Written<PrivateEndpoint> resubmit(
      String name, String requestMessage, WriteOptions options) {
    var request =
        ResubmitPrivateEndpointRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setRequestMessage(requestMessage)
            .build();
    var method = PrivateEndpointServiceGrpc.getResubmitPrivateEndpointMethod();
    var answer = caller.write(method, request, options);
    return new Written<>(
        answer.getPrivateEndpoint(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }
}
