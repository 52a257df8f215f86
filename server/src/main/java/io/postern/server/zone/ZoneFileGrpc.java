package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.ExportZoneRequest;
import io.postern.v1.ExportZoneResponse;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ImportRecordSetsResponse;
import io.postern.v1.ZoneFileServiceGrpc.ZoneFileServiceImplBase;
import jakarta.inject.Inject;

/** Zone files over gRPC. */
final class ZoneFileGrpc extends ZoneFileServiceImplBase {
  private final Calls calls;
  private final ImportZone importZone;
  private final ExportZone exportZone;

  @Inject
  ZoneFileGrpc(Calls calls, ImportZone importZone, ExportZone exportZone) {
    this.calls = calls;
    this.importZone = importZone;
    this.exportZone = exportZone;
  }

  @Override
  public void importRecordSets(
      ImportRecordSetsRequest request, StreamObserver<ImportRecordSetsResponse> out) {
    // The file is read before anything of the store is held: a large one takes a while.
    calls.outside(
        out,
        store -> {
          var name = PrivateDnsZone.KIND.parse(request.getName(), "name");
          var file = ZoneFile.read(Protos.required(request.getZoneFile(), "zone_file"), name);
          return calls.write(
              request,
              new WriteOptions(request.getRequestId(), request.getValidateOnly()),
              (tx, context) ->
                  ZoneFileProto.of(
                      importZone.run(
                          tx,
                          context,
                          name,
                          request.getEtag(),
                          file,
                          ZoneFileProto.mode(request))));
        });
  }

  @Override
  public void exportZone(ExportZoneRequest request, StreamObserver<ExportZoneResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            ExportZoneResponse.newBuilder()
                .setZoneFile(
                    exportZone.run(
                        tx,
                        context,
                        PrivateDnsZone.KIND.parse(request.getName(), "name"),
                        ZoneFileProto.derived(request)))
                .build());
  }
}
