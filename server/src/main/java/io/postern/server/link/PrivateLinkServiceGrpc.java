package io.postern.server.link;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.Region;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.CheckVisibilityRequest;
import io.postern.v1.CheckVisibilityResponse;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.CreatePrivateLinkServiceResponse;
import io.postern.v1.DeletePrivateLinkServiceRequest;
import io.postern.v1.DeletePrivateLinkServiceResponse;
import io.postern.v1.GetPrivateLinkServiceRequest;
import io.postern.v1.GetPrivateLinkServiceResponse;
import io.postern.v1.ListAutoApprovedRequest;
import io.postern.v1.ListAutoApprovedResponse;
import io.postern.v1.ListPrivateLinkServicesRequest;
import io.postern.v1.ListPrivateLinkServicesResponse;
import io.postern.v1.PrivateLinkServiceServiceGrpc.PrivateLinkServiceServiceImplBase;
import io.postern.v1.UpdatePrivateLinkServiceRequest;
import io.postern.v1.UpdatePrivateLinkServiceResponse;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/** Private link services over gRPC. */
final class PrivateLinkServiceGrpc extends PrivateLinkServiceServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final StandardMethods<PrivateLinkService, io.postern.v1.PrivateLinkService> services;

  @Inject
  PrivateLinkServiceGrpc(Calls calls, ResourceReads reads, PrivateLinkServices useCases) {
    this.calls = calls;
    this.reads = reads;
    this.services =
        new StandardMethods<>(
            PrivateLinkService.KIND,
            "private_link_service",
            reads,
            useCases,
            PrivateLinkServiceProto::of,
            PrivateLinkServiceProto::model);
  }

  @Override
  public void createPrivateLinkService(
      CreatePrivateLinkServiceRequest request,
      StreamObserver<CreatePrivateLinkServiceResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        services.create(() -> newName(request), request.getPrivateLinkService()),
        shown ->
            CreatePrivateLinkServiceResponse.newBuilder().setPrivateLinkService(shown).build());
  }

  private static ResourceName newName(CreatePrivateLinkServiceRequest request) {
    var group = ResourceName.parse(request.getParent(), "parent");
    var id = Protos.required(request.getPrivateLinkServiceId(), "private_link_service_id");
    return PrivateLinkService.KIND.name(group, id, "private_link_service_id");
  }

  @Override
  public void getPrivateLinkService(
      GetPrivateLinkServiceRequest request, StreamObserver<GetPrivateLinkServiceResponse> out) {
    calls.read(
        request,
        out,
        services.get(request.getName()),
        shown -> GetPrivateLinkServiceResponse.newBuilder().setPrivateLinkService(shown).build());
  }

  @Override
  public void listPrivateLinkServices(
      ListPrivateLinkServicesRequest request, StreamObserver<ListPrivateLinkServicesResponse> out) {
    calls.read(
        request,
        out,
        services.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListPrivateLinkServicesResponse.newBuilder()
                .addAllPrivateLinkServices(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updatePrivateLinkService(
      UpdatePrivateLinkServiceRequest request,
      StreamObserver<UpdatePrivateLinkServiceResponse> out) {
    var wanted = request.getPrivateLinkService();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        services.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdatePrivateLinkServiceResponse.newBuilder().setPrivateLinkService(shown).build());
  }

  @Override
  public void deletePrivateLinkService(
      DeletePrivateLinkServiceRequest request,
      StreamObserver<DeletePrivateLinkServiceResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        services.delete(
            request.getName(),
            request.getEtag(),
            DeletePrivateLinkServiceResponse.getDefaultInstance()));
  }

  /** A service that does not exist and one that may not be seen answer the same. */
  @Override
  public void checkVisibility(
      CheckVisibilityRequest request, StreamObserver<CheckVisibilityResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var subscription = reads.get(tx, context, Subscription.KIND, request.getParent()).name();
          var visible =
              named(tx, request)
                  .filter(service -> PrivateLinkServices.visible(tx, service, subscription))
                  .isPresent();
          return CheckVisibilityResponse.newBuilder().setVisible(visible).build();
        });
  }

  private static Optional<PrivateLinkService> named(ReadTx tx, CheckVisibilityRequest request) {
    return switch (request.getServiceCase()) {
      case ALIAS ->
          tx.holder(PrivateLinkService.ALIAS, request.getAlias().strip().toLowerCase(Locale.ROOT))
              .flatMap(name -> tx.find(PrivateLinkService.KIND, name));
      case PRIVATE_LINK_SERVICE ->
          tx.find(
              PrivateLinkService.KIND,
              PrivateLinkService.KIND.parse(
                  request.getPrivateLinkService(), "private_link_service"));
      case SERVICE_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD, "alias", "Give the service's alias or its name.");
    };
  }

  @Override
  public void listAutoApproved(
      ListAutoApprovedRequest request, StreamObserver<ListAutoApprovedResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var subscription = reads.get(tx, context, Subscription.KIND, request.getParent()).name();
          var region =
              request.getRegion().isEmpty()
                  ? ""
                  : Region.parse(request.getRegion(), "region").name();
          var page =
              reads.listUnchecked(
                  tx,
                  PrivateLinkService.KIND,
                  request.getPageSize(),
                  request.getPageToken(),
                  service ->
                      PrivateLinkServices.approvesAtOnce(tx, service, subscription)
                          && (region.isEmpty() || service.region().equals(region)));
          return ListAutoApprovedResponse.newBuilder()
              .addAllPrivateLinkServices(page.map(service -> service.name().text()).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }
}
