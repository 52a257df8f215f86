package io.postern.server.zone;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.rpc.RpcModule;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;

/** Binds the services of zones, record sets, links and zone groups. */
public final class ZoneModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(PrivateDnsZones.class);
    bind(RecordSets.class);
    bind(RecordSetPages.class);
    bind(Links.class);
    bind(ZoneGroups.class);
    bind(CallRates.class).in(Singleton.class);
    bind(PrivateDnsZoneGrpc.class);
    bind(RecordSetGrpc.class);
    bind(VirtualNetworkLinkGrpc.class);
    bind(ZoneGroupGrpc.class);
    bind(ImportZone.class);
    bind(ExportZone.class);
    bind(ZoneFileGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(PrivateDnsZoneGrpc.class);
    services.addBinding().to(RecordSetGrpc.class);
    services.addBinding().to(VirtualNetworkLinkGrpc.class);
    services.addBinding().to(ZoneGroupGrpc.class);
    services.addBinding().to(ZoneFileGrpc.class);
    RpcModule.show(
        binder(),
        PrivateDnsZone.KIND,
        io.postern.v1.PrivateDnsZone.getDefaultInstance(),
        PrivateDnsZoneProto::of);
    RpcModule.show(
        binder(),
        RecordSet.KIND,
        io.postern.v1.RecordSet.getDefaultInstance(),
        (tx, recordSet) -> RecordSetProto.of(recordSet));
    RpcModule.show(
        binder(),
        VirtualNetworkLink.KIND,
        io.postern.v1.VirtualNetworkLink.getDefaultInstance(),
        (tx, link) -> VirtualNetworkLinkProto.of(link));
    RpcModule.show(
        binder(),
        ZoneGroup.KIND,
        io.postern.v1.PrivateDnsZoneGroup.getDefaultInstance(),
        ZoneGroupProto::of);
  }
}
