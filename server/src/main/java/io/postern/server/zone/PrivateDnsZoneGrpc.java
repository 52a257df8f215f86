package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.subscription.model.Quota;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreatePrivateDnsZoneResponse;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.DeletePrivateDnsZoneResponse;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.GetPrivateDnsZoneResponse;
import io.postern.v1.ListPrivateDnsZonesRequest;
import io.postern.v1.ListPrivateDnsZonesResponse;
import io.postern.v1.PrivateDnsZoneServiceGrpc.PrivateDnsZoneServiceImplBase;
import io.postern.v1.UpdatePrivateDnsZoneRequest;
import io.postern.v1.UpdatePrivateDnsZoneResponse;
import jakarta.inject.Inject;
import java.util.Locale;

/** Private DNS zones over gRPC. */
final class PrivateDnsZoneGrpc extends PrivateDnsZoneServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final PrivateDnsZones zones;
  private final CallRates rates;

  @Inject
  PrivateDnsZoneGrpc(Calls calls, ResourceReads reads, PrivateDnsZones zones, CallRates rates) {
    this.calls = calls;
    this.reads = reads;
    this.zones = zones;
    this.rates = rates;
  }

  @Override
  public void createPrivateDnsZone(
      CreatePrivateDnsZoneRequest request, StreamObserver<CreatePrivateDnsZoneResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var group = ResourceName.parse(request.getParent(), "parent");
          var id = Protos.required(request.getPrivateDnsZoneId(), "private_dns_zone_id");
          // DNS names are the same in any case; this one is kept in lower case.
          var name =
              PrivateDnsZone.KIND.name(group, id.toLowerCase(Locale.ROOT), "private_dns_zone_id");
          var created =
              zones.create(
                  tx,
                  context,
                  PrivateDnsZoneProto.model(name, Meta.NEW, request.getPrivateDnsZone()));
          return CreatePrivateDnsZoneResponse.newBuilder()
              .setPrivateDnsZone(PrivateDnsZoneProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getPrivateDnsZone(
      GetPrivateDnsZoneRequest request, StreamObserver<GetPrivateDnsZoneResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var zone = reads.get(tx, context, PrivateDnsZone.KIND, request.getName());
          rates.require(tx, context, Quota.ZONE_GETS_PER_MINUTE, zone.name());
          return GetPrivateDnsZoneResponse.newBuilder()
              .setPrivateDnsZone(PrivateDnsZoneProto.of(tx, zone))
              .build();
        });
  }

  @Override
  public void listPrivateDnsZones(
      ListPrivateDnsZonesRequest request, StreamObserver<ListPrivateDnsZonesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  PrivateDnsZone.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListPrivateDnsZonesResponse.newBuilder()
              .addAllPrivateDnsZones(page.map(zone -> PrivateDnsZoneProto.of(tx, zone)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updatePrivateDnsZone(
      UpdatePrivateDnsZoneRequest request, StreamObserver<UpdatePrivateDnsZoneResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getPrivateDnsZone();
          var current = reads.get(tx, context, PrivateDnsZone.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  PrivateDnsZoneProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "private_dns_zone");
          var updated =
              zones.update(
                  tx,
                  context,
                  PrivateDnsZoneProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdatePrivateDnsZoneResponse.newBuilder()
              .setPrivateDnsZone(PrivateDnsZoneProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deletePrivateDnsZone(
      DeletePrivateDnsZoneRequest request, StreamObserver<DeletePrivateDnsZoneResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          zones.delete(
              tx,
              context,
              PrivateDnsZone.KIND.parse(request.getName(), "name"),
              request.getEtag(),
              request.getCascade());
          return DeletePrivateDnsZoneResponse.getDefaultInstance();
        });
  }
}
