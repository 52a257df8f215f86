package io.postern.client.resource;

import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneServiceGrpc;

/** Private DNS zones. */
public final class PrivateDnsZonesClient extends ResourceClient<PrivateDnsZone> {
  private static final ResourceMethods<PrivateDnsZone> METHODS =
      new ResourceMethods<>(
          PrivateDnsZoneServiceGrpc.getServiceDescriptor(), PrivateDnsZone.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public PrivateDnsZonesClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * Deletes a zone.
   *
   * @param cascade whether its links and its places in zone groups are deleted with it
   * @return the revision token of the deletion, opaque
   * @throws PosternException.FailedPrecondition when it is linked or in a zone group, without
   *     {@code cascade}
   */
  public String delete(String name, boolean cascade, WriteOptions options) {
    var request =
        DeletePrivateDnsZoneRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setCascade(cascade)
            .build();
    var method = PrivateDnsZoneServiceGrpc.getDeletePrivateDnsZoneMethod();
    return caller.write(method, request, options).getRevisionToken();
  }
}
