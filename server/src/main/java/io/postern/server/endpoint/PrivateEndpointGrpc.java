package io.postern.server.endpoint;

import io.grpc.stub.StreamObserver;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateEndpointResponse;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DeletePrivateEndpointResponse;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.GetPrivateEndpointResponse;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.ListPrivateEndpointsResponse;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceImplBase;
import io.postern.v1.ResubmitPrivateEndpointRequest;
import io.postern.v1.ResubmitPrivateEndpointResponse;
import io.postern.v1.UpdatePrivateEndpointRequest;
import io.postern.v1.UpdatePrivateEndpointResponse;
import jakarta.inject.Inject;

/** Private endpoints over gRPC. */
final class PrivateEndpointGrpc extends PrivateEndpointServiceImplBase {
  private static final String FIELD = "private_endpoint";

  private final Calls calls;
  private final ResourceReads reads;
  private final CreatePrivateEndpoint create;
  private final PrivateEndpoints endpoints;

  @Inject
  PrivateEndpointGrpc(
      Calls calls, ResourceReads reads, CreatePrivateEndpoint create, PrivateEndpoints endpoints) {
    this.calls = calls;
    this.reads = reads;
    this.create = create;
    this.endpoints = endpoints;
  }

  @Override
  public void createPrivateEndpoint(
      CreatePrivateEndpointRequest request, StreamObserver<CreatePrivateEndpointResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var created = create.run(tx, context, PrivateEndpointProto.request(request));
          return CreatePrivateEndpointResponse.newBuilder()
              .setPrivateEndpoint(PrivateEndpointProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getPrivateEndpoint(
      GetPrivateEndpointRequest request, StreamObserver<GetPrivateEndpointResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var endpoint = reads.get(tx, context, PrivateEndpoint.KIND, request.getName());
          return GetPrivateEndpointResponse.newBuilder()
              .setPrivateEndpoint(PrivateEndpointProto.of(tx, endpoint))
              .build();
        });
  }

  @Override
  public void listPrivateEndpoints(
      ListPrivateEndpointsRequest request, StreamObserver<ListPrivateEndpointsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  PrivateEndpoint.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListPrivateEndpointsResponse.newBuilder()
              .addAllPrivateEndpoints(
                  page.map(endpoint -> PrivateEndpointProto.of(tx, endpoint)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updatePrivateEndpoint(
      UpdatePrivateEndpointRequest request, StreamObserver<UpdatePrivateEndpointResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getPrivateEndpoint();
          var current = reads.get(tx, context, PrivateEndpoint.KIND, wanted.getName());
          var shown = PrivateEndpointProto.of(tx, current);
          var merged = FieldMasks.merge(shown, wanted, request.getUpdateMask(), FIELD);
          PrivateEndpointProto.requireSame(shown, merged);
          var updated =
              endpoints.update(
                  tx,
                  context,
                  current.name(),
                  wanted.getEtag(),
                  PrivateEndpointProto.securityGroups(merged),
                  Protos.tags(merged.getTagsMap(), FIELD + ".tags"));
          return UpdatePrivateEndpointResponse.newBuilder()
              .setPrivateEndpoint(PrivateEndpointProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deletePrivateEndpoint(
      DeletePrivateEndpointRequest request, StreamObserver<DeletePrivateEndpointResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          endpoints.delete(
              tx,
              context,
              PrivateEndpoint.KIND.parse(request.getName(), "name"),
              request.getEtag());
          return DeletePrivateEndpointResponse.getDefaultInstance();
        });
  }

  @Override
  public void resubmitPrivateEndpoint(
      ResubmitPrivateEndpointRequest request, StreamObserver<ResubmitPrivateEndpointResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name = PrivateEndpoint.KIND.parse(request.getName(), "name");
          var endpoint =
              endpoints.resubmit(tx, context, name, request.getEtag(), request.getRequestMessage());
          return ResubmitPrivateEndpointResponse.newBuilder()
              .setPrivateEndpoint(PrivateEndpointProto.of(tx, endpoint))
              .build();
        });
  }
}
