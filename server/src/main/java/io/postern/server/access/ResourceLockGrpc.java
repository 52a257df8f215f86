package io.postern.server.access;

import io.grpc.stub.StreamObserver;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateResourceLockRequest;
import io.postern.v1.CreateResourceLockResponse;
import io.postern.v1.DeleteResourceLockRequest;
import io.postern.v1.DeleteResourceLockResponse;
import io.postern.v1.GetResourceLockRequest;
import io.postern.v1.GetResourceLockResponse;
import io.postern.v1.ListResourceLocksRequest;
import io.postern.v1.ListResourceLocksResponse;
import io.postern.v1.ResourceLockServiceGrpc.ResourceLockServiceImplBase;
import jakarta.inject.Inject;

/** Locks over gRPC. */
final class ResourceLockGrpc extends ResourceLockServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final ResourceLocks useCases;

  @Inject
  ResourceLockGrpc(Calls calls, ResourceReads reads, ResourceLocks useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createResourceLock(
      CreateResourceLockRequest request, StreamObserver<CreateResourceLockResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  ResourceLock.KIND,
                  request.getParent(),
                  request.getResourceLockId(),
                  "resource_lock_id");
          var created =
              useCases.create(tx, context, AccessProto.lock(name, request.getResourceLock()));
          return CreateResourceLockResponse.newBuilder()
              .setResourceLock(AccessProto.of(created))
              .build();
        });
  }

  @Override
  public void getResourceLock(
      GetResourceLockRequest request, StreamObserver<GetResourceLockResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            GetResourceLockResponse.newBuilder()
                .setResourceLock(
                    AccessProto.of(reads.get(tx, context, ResourceLock.KIND, request.getName())))
                .build());
  }

  @Override
  public void listResourceLocks(
      ListResourceLocksRequest request, StreamObserver<ListResourceLocksResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  ResourceLock.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListResourceLocksResponse.newBuilder()
              .addAllResourceLocks(page.map(AccessProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void deleteResourceLock(
      DeleteResourceLockRequest request, StreamObserver<DeleteResourceLockResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteResourceLockResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return ResourceLock.KIND.parse(text, "name");
  }
}
