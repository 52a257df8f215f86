package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.CheckVisibilityRequest;
import io.postern.v1.ListAutoApprovedRequest;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;

/** Private link services, and what a subscription may see of those of others. */
public final class PrivateLinkServicesClient extends ResourceClient<PrivateLinkService> {
  private static final ResourceMethods<PrivateLinkService> METHODS =
      new ResourceMethods<>(
          PrivateLinkServiceServiceGrpc.getServiceDescriptor(),
          PrivateLinkService.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public PrivateLinkServicesClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * Says whether a subscription sees a service. A service that does not exist is not seen, either.
   *
   * @param subscription who looks, {@code subscriptions/{subscription}}
   * @param service the alias or the name of the service
   */
  public boolean checkVisibility(String subscription, String service) {
    var request = CheckVisibilityRequest.newBuilder().setParent(subscription);
    // A name always has slashes, and an alias is a DNS-like name, which cannot have one.
    if (service.contains("/")) {
      request.setPrivateLinkService(service);
    } else {
      request.setAlias(service);
    }
    var method = PrivateLinkServiceServiceGrpc.getCheckVisibilityMethod();
    return caller.read(method, request.build()).getVisible();
  }

  /**
   * Lists the names of the services that approve requests from a subscription by themselves.
   *
   * @param subscription who asks, {@code subscriptions/{subscription}}
   * @param region only services in this region; empty for all
   */
  public Listing<String> listAutoApproved(String subscription, String region) {
    return new Listing<>(pageToken -> {
      var request =
          ListAutoApprovedRequest.newBuilder()
              .setParent(subscription)
              .setRegion(region)
              .setPageToken(pageToken)
              .build();
      var method = PrivateLinkServiceServiceGrpc.getListAutoApprovedMethod();
      var answer = caller.read(method, request);
      return new Page<>(
          answer.getPrivateLinkServicesList(),
          answer.getNextPageToken(),
          answer.getRevisionToken());
    });
  }
}
