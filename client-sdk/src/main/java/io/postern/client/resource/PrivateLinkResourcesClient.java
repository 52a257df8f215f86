package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ListPrivateLinkResourcesRequest;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;

/** Private-link resources: the storage accounts, SQL servers and so on that endpoints lead to. */
public final class PrivateLinkResourcesClient extends ResourceClient<PrivateLinkResource> {
  private static final ResourceMethods<PrivateLinkResource> METHODS =
      new ResourceMethods<>(
          PrivateLinkResourceServiceGrpc.getServiceDescriptor(),
          PrivateLinkResource.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public PrivateLinkResourcesClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * Lists the resources of one type.
   *
   * @param parent a resource group, or a subscription with all its groups
   * @param type the type, such as {@code Microsoft.Storage/storageAccounts}
   */
  public Listing<PrivateLinkResource> list(String parent, String type) {
    return listing(
        ListPrivateLinkResourcesRequest.newBuilder().setParent(parent).setType(type).build());
  }
}
