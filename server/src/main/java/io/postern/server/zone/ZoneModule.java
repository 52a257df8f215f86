package io.postern.server.zone;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the services of zones, record sets, links and zone groups. */
public final class ZoneModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(PrivateDnsZones.class);
    bind(RecordSets.class);
    bind(RecordSetPages.class);
    bind(Links.class);
    bind(ZoneGroups.class);
    bind(PrivateDnsZoneGrpc.class);
    bind(RecordSetGrpc.class);
    bind(VirtualNetworkLinkGrpc.class);
    bind(ZoneGroupGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(PrivateDnsZoneGrpc.class);
    services.addBinding().to(RecordSetGrpc.class);
    services.addBinding().to(VirtualNetworkLinkGrpc.class);
    services.addBinding().to(ZoneGroupGrpc.class);
  }
}
