package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.traffic.model.RouteTable;
import io.postern.v1.CreateRouteTableRequest;
import io.postern.v1.CreateRouteTableResponse;
import io.postern.v1.DeleteRouteTableRequest;
import io.postern.v1.DeleteRouteTableResponse;
import io.postern.v1.GetRouteTableRequest;
import io.postern.v1.GetRouteTableResponse;
import io.postern.v1.ListRouteTablesRequest;
import io.postern.v1.ListRouteTablesResponse;
import io.postern.v1.RouteTableServiceGrpc.RouteTableServiceImplBase;
import io.postern.v1.UpdateRouteTableRequest;
import io.postern.v1.UpdateRouteTableResponse;
import jakarta.inject.Inject;

/** Route tables over gRPC. */
final class RouteTableGrpc extends RouteTableServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final RouteTables useCases;

  @Inject
  RouteTableGrpc(Calls calls, ResourceReads reads, RouteTables useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createRouteTable(
      CreateRouteTableRequest request, StreamObserver<CreateRouteTableResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  RouteTable.KIND,
                  request.getParent(),
                  request.getRouteTableId(),
                  "route_table_id");
          var created =
              useCases.create(
                  tx, context, RouteTableProto.model(name, Meta.NEW, request.getRouteTable()));
          return CreateRouteTableResponse.newBuilder()
              .setRouteTable(RouteTableProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getRouteTable(
      GetRouteTableRequest request, StreamObserver<GetRouteTableResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var table = reads.get(tx, context, RouteTable.KIND, request.getName());
          return GetRouteTableResponse.newBuilder()
              .setRouteTable(RouteTableProto.of(tx, table))
              .build();
        });
  }

  @Override
  public void listRouteTables(
      ListRouteTablesRequest request, StreamObserver<ListRouteTablesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  RouteTable.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListRouteTablesResponse.newBuilder()
              .addAllRouteTables(page.map(table -> RouteTableProto.of(tx, table)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateRouteTable(
      UpdateRouteTableRequest request, StreamObserver<UpdateRouteTableResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getRouteTable();
          var current = reads.get(tx, context, RouteTable.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  RouteTableProto.of(tx, current), wanted, request.getUpdateMask(), "route_table");
          var updated =
              useCases.update(
                  tx,
                  context,
                  RouteTableProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateRouteTableResponse.newBuilder()
              .setRouteTable(RouteTableProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deleteRouteTable(
      DeleteRouteTableRequest request, StreamObserver<DeleteRouteTableResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteRouteTableResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return RouteTable.KIND.parse(text, "name");
  }
}
