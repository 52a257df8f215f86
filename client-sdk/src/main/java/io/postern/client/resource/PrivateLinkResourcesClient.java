package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ListPrivateLinkGroupsRequest;
import io.postern.v1.ListPrivateLinkResourcesRequest;
import io.postern.v1.PrivateLinkGroup;
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

  /**
   * Lists what an endpoint can ask for at a resource: its groups with the members and zones they
   * need.
   *
   * @param resource the name of the resource
   */
  public Listing<PrivateLinkGroup> listGroups(String resource) {
    return new Listing<>(pageToken -> {
      var request =
          ListPrivateLinkGroupsRequest.newBuilder()
              .setParent(resource)
              .setPageToken(pageToken)
              .build();
      var method = PrivateLinkResourceServiceGrpc.getListPrivateLinkGroupsMethod();
      var answer = caller.read(method, request);
      return new Page<>(
          answer.getPrivateLinkGroupsList(), answer.getNextPageToken(), answer.getRevisionToken());
    });
  }
}
