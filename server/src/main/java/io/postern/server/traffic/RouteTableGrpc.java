package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
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
  private final StandardMethods<RouteTable, io.postern.v1.RouteTable> tables;

  @Inject
  RouteTableGrpc(Calls calls, ResourceReads reads, RouteTables useCases) {
    this.calls = calls;
    this.tables =
        new StandardMethods<>(
            RouteTable.KIND,
            "route_table",
            reads,
            useCases,
            RouteTableProto::of,
            RouteTableProto::model);
  }

  @Override
  public void createRouteTable(
      CreateRouteTableRequest request, StreamObserver<CreateRouteTableResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        tables.create(request.getParent(), request.getRouteTableId(), request.getRouteTable()),
        shown -> CreateRouteTableResponse.newBuilder().setRouteTable(shown).build());
  }

  @Override
  public void getRouteTable(
      GetRouteTableRequest request, StreamObserver<GetRouteTableResponse> out) {
    calls.read(
        request,
        out,
        tables.get(request.getName()),
        shown -> GetRouteTableResponse.newBuilder().setRouteTable(shown).build());
  }

  @Override
  public void listRouteTables(
      ListRouteTablesRequest request, StreamObserver<ListRouteTablesResponse> out) {
    calls.read(
        request,
        out,
        tables.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListRouteTablesResponse.newBuilder()
                .addAllRouteTables(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateRouteTable(
      UpdateRouteTableRequest request, StreamObserver<UpdateRouteTableResponse> out) {
    var wanted = request.getRouteTable();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        tables.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateRouteTableResponse.newBuilder().setRouteTable(shown).build());
  }

  @Override
  public void deleteRouteTable(
      DeleteRouteTableRequest request, StreamObserver<DeleteRouteTableResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        tables.delete(
            request.getName(), request.getEtag(), DeleteRouteTableResponse.getDefaultInstance()));
  }
}
