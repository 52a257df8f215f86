package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.AvailablePrivateEndpointType;
import io.postern.v1.ListAvailablePrivateEndpointTypesRequest;
import io.postern.v1.ResourceType;
import io.postern.v1.ResourceTypeServiceGrpc;

/** The catalogue: the types that come with the server, and those an administrator adds. */
public final class ResourceTypesClient extends ReadClient<ResourceType> {
  private static final ResourceMethods<ResourceType> METHODS =
      new ResourceMethods<>(
          ResourceTypeServiceGrpc.getServiceDescriptor(), ResourceType.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public ResourceTypesClient(Caller caller) {
    super(caller, METHODS);
  }

  /** Lists the types that were added. */
  public Listing<ResourceType> list() {
    return list("");
  }

  /** Adds a type as {@code resourceTypes/{id}}; private-link resources can be of it at once. */
  public Written<ResourceType> create(String id, ResourceType type) {
    return create(id, type, WriteOptions.DEFAULT);
  }

  /** Adds a type, with options. */
  public Written<ResourceType> create(String id, ResourceType type, WriteOptions options) {
    return METHODS.create(caller, "", id, type, options);
  }

  /**
   * Deletes a type that no private-link resource is of.
   *
   * @return the revision token of the deletion
   */
  public String delete(String name) {
    return delete(name, WriteOptions.DEFAULT);
  }

  /** Deletes a type, with options. */
  public String delete(String name, WriteOptions options) {
    return METHODS.delete(caller, name, options);
  }

  /**
   * Lists all types that an endpoint can connect to in a region, both those that come with the
   * server and those that were added.
   *
   * @param subscription who asks, {@code subscriptions/{subscription}}
   * @param region such as {@code eastus}
   */
  public Listing<AvailablePrivateEndpointType> listAvailable(String subscription, String region) {
    return new Listing<>(pageToken -> {
      var request =
          ListAvailablePrivateEndpointTypesRequest.newBuilder()
              .setParent(subscription)
              .setRegion(region)
              .setPageToken(pageToken)
              .build();
      var method = ResourceTypeServiceGrpc.getListAvailablePrivateEndpointTypesMethod();
      var answer = caller.read(method, request);
      return new Page<>(
          answer.getAvailablePrivateEndpointTypesList(),
          answer.getNextPageToken(),
          answer.getRevisionToken());
    });
  }
}
