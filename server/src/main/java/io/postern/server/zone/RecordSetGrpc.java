package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.WriteTx;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateRecordSetResponse;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DeleteRecordSetResponse;
import io.postern.v1.GetRecordSetRequest;
import io.postern.v1.GetRecordSetResponse;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.ListRecordSetsResponse;
import io.postern.v1.RecordSetServiceGrpc.RecordSetServiceImplBase;
import io.postern.v1.UpdateRecordSetRequest;
import io.postern.v1.UpdateRecordSetResponse;
import jakarta.inject.Inject;

/** Record sets over gRPC. */
final class RecordSetGrpc extends RecordSetServiceImplBase {
  private final Calls calls;
  private final RecordSets recordSets;
  private final RecordSetPages pages;

  @Inject
  RecordSetGrpc(Calls calls, RecordSets recordSets, RecordSetPages pages) {
    this.calls = calls;
    this.recordSets = recordSets;
    this.pages = pages;
  }

  @Override
  public void createRecordSet(
      CreateRecordSetRequest request, StreamObserver<CreateRecordSetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var zone = PrivateDnsZone.KIND.parse(request.getParent(), "parent");
          var type =
              RecordSetProto.type(request.getRecordSet().getType(), "record_set.type")
                  .orElseThrow(RecordSetGrpc::typeMissing);
          RecordSets.requireNotSoa(type, "record_set.type");
          var id = Protos.required(request.getRecordSetId(), "record_set_id");
          var name = RecordSet.name(zone, type, id, "record_set_id");
          var created =
              recordSets.create(
                  tx, context, RecordSetProto.model(name, Meta.NEW, request.getRecordSet()));
          return CreateRecordSetResponse.newBuilder()
              .setRecordSet(RecordSetProto.of(RecordSets.shown(tx, created.name())))
              .build();
        });
  }

  @Override
  public void getRecordSet(GetRecordSetRequest request, StreamObserver<GetRecordSetResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var recordSet = recordSets.get(tx, context, name(request.getName(), "name"));
          return GetRecordSetResponse.newBuilder()
              .setRecordSet(RecordSetProto.of(recordSet))
              .build();
        });
  }

  @Override
  public void listRecordSets(
      ListRecordSetsRequest request, StreamObserver<ListRecordSetsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              pages.list(
                  tx,
                  context,
                  request.getParent(),
                  RecordSetProto.type(request.getType(), "type"),
                  request.getPageSize(),
                  request.getPageToken());
          return ListRecordSetsResponse.newBuilder()
              .addAllRecordSets(page.map(RecordSetProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateRecordSet(
      UpdateRecordSetRequest request, StreamObserver<UpdateRecordSetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getRecordSet();
          var name = name(wanted.getName(), "record_set.name");
          if (RecordSet.type(name) == RecordType.SOA) updateSoa(tx, context, name, request);
          else updateHandMade(tx, context, name, request);
          return UpdateRecordSetResponse.newBuilder()
              .setRecordSet(RecordSetProto.of(recordSets.get(tx, context, name)))
              .build();
        });
  }

  private void updateHandMade(
      WriteTx tx, RequestContext context, ResourceName name, UpdateRecordSetRequest request) {
    var wanted = request.getRecordSet();
    var current = recordSets.load(tx, context, name, "write", wanted.getEtag());
    var merged =
        FieldMasks.merge(RecordSetProto.of(current), wanted, request.getUpdateMask(), "record_set");
    recordSets.update(tx, context, RecordSetProto.model(current, merged), wanted.getEtag());
  }

  private void updateSoa(
      WriteTx tx, RequestContext context, ResourceName name, UpdateRecordSetRequest request) {
    var wanted = request.getRecordSet();
    var zone = recordSets.loadSoa(tx, context, name, wanted.getEtag());
    var shown = RecordSetProto.of(recordSets.get(tx, context, name));
    var merged = FieldMasks.merge(shown, wanted, request.getUpdateMask(), "record_set");
    recordSets.updateSoa(tx, zone, RecordSetProto.soa(zone, merged));
  }

  @Override
  public void deleteRecordSet(
      DeleteRecordSetRequest request, StreamObserver<DeleteRecordSetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          recordSets.delete(tx, context, name(request.getName(), "name"), request.getEtag());
          return DeleteRecordSetResponse.getDefaultInstance();
        });
  }

  /** The name in the case that record sets have. */
  private static ResourceName name(String text, String field) {
    var name = RecordSet.KIND.parse(text, field);
    return RecordSet.name(name.parent(), RecordSet.type(name), name.id(), field);
  }

  private static ControlException typeMissing() {
    return ControlException.invalid(
        Reason.INVALID_FIELD, "record_set.type", "A record set needs a type, such as A.");
  }
}
