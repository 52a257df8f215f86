package io.postern.server.link;

import io.grpc.stub.StreamObserver;
import io.postern.server.link.model.ResourceType;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateResourceTypeRequest;
import io.postern.v1.CreateResourceTypeResponse;
import io.postern.v1.DeleteResourceTypeRequest;
import io.postern.v1.DeleteResourceTypeResponse;
import io.postern.v1.GetResourceTypeRequest;
import io.postern.v1.GetResourceTypeResponse;
import io.postern.v1.ListAvailablePrivateEndpointTypesRequest;
import io.postern.v1.ListAvailablePrivateEndpointTypesResponse;
import io.postern.v1.ListResourceTypesRequest;
import io.postern.v1.ListResourceTypesResponse;
import io.postern.v1.ResourceTypeServiceGrpc.ResourceTypeServiceImplBase;
import jakarta.inject.Inject;

/** The catalogue over gRPC. */
final class ResourceTypeGrpc extends ResourceTypeServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final ResourceTypes types;
  private final AvailableTypes available;

  @Inject
  ResourceTypeGrpc(
      Calls calls, ResourceReads reads, ResourceTypes types, AvailableTypes available) {
    this.calls = calls;
    this.reads = reads;
    this.types = types;
    this.available = available;
  }

  @Override
  public void createResourceType(
      CreateResourceTypeRequest request, StreamObserver<CreateResourceTypeResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var id = Protos.required(request.getResourceTypeId(), "resource_type_id");
          var name = ResourceType.KIND.parse("resourceTypes/" + id, "resource_type_id");
          var created =
              types.create(tx, context, ResourceTypeProto.model(name, request.getResourceType()));
          return CreateResourceTypeResponse.newBuilder()
              .setResourceType(ResourceTypeProto.of(tx, created))
              .build();
        });
  }

  /** The catalogue is everybody's to read. */
  @Override
  public void getResourceType(
      GetResourceTypeRequest request, StreamObserver<GetResourceTypeResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var name = ResourceType.KIND.parse(request.getName(), "name");
          return GetResourceTypeResponse.newBuilder()
              .setResourceType(ResourceTypeProto.of(tx, tx.get(ResourceType.KIND, name)))
              .build();
        });
  }

  @Override
  public void listResourceTypes(
      ListResourceTypesRequest request, StreamObserver<ListResourceTypesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.listUnchecked(
                  tx,
                  ResourceType.KIND,
                  request.getPageSize(),
                  request.getPageToken(),
                  any -> true);
          return ListResourceTypesResponse.newBuilder()
              .addAllResourceTypes(page.map(type -> ResourceTypeProto.of(tx, type)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void deleteResourceType(
      DeleteResourceTypeRequest request, StreamObserver<DeleteResourceTypeResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name = ResourceType.KIND.parse(request.getName(), "name");
          types.delete(tx, context, name, request.getEtag());
          return DeleteResourceTypeResponse.getDefaultInstance();
        });
  }

  @Override
  public void listAvailablePrivateEndpointTypes(
      ListAvailablePrivateEndpointTypesRequest request,
      StreamObserver<ListAvailablePrivateEndpointTypesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              available.page(
                  tx,
                  context,
                  request.getParent(),
                  request.getRegion(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListAvailablePrivateEndpointTypesResponse.newBuilder()
              .addAllAvailablePrivateEndpointTypes(page.map(ResourceTypeProto::available).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }
}
