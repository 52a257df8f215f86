package io.postern.server.link;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.config.ServerSettings;
import io.postern.server.link.model.Catalogue;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.ResourceType;
import io.postern.server.rpc.RpcModule;

/** Binds the services for what can be connected to. */
public final class LinkModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(MemberResolver.class).in(Singleton.class);
    bind(ResourceTypes.class);
    bind(AvailableTypes.class);
    bind(ResourceTypeGrpc.class);
    bind(NameProofs.class);
    bind(PrivateLinkGroups.class);
    bind(PrivateLinkResources.class);
    bind(PrivateLinkResourceProto.class);
    bind(PrivateLinkResourceGrpc.class);
    bind(PrivateLinkServices.class);
    bind(PrivateLinkServiceGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(PrivateLinkResourceGrpc.class);
    services.addBinding().to(PrivateLinkServiceGrpc.class);
    services.addBinding().to(ResourceTypeGrpc.class);
    RpcModule.show(
        binder(),
        PrivateLinkResource.KIND,
        io.postern.v1.PrivateLinkResource.getDefaultInstance(),
        PrivateLinkResourceProto::of);
    RpcModule.show(
        binder(),
        PrivateLinkService.KIND,
        io.postern.v1.PrivateLinkService.getDefaultInstance(),
        PrivateLinkServiceProto::of);
    RpcModule.show(
        binder(),
        ResourceType.KIND,
        io.postern.v1.ResourceType.getDefaultInstance(),
        ResourceTypeProto::of);
  }

  @Provides
  @Singleton
  Catalogue catalogue(ServerSettings settings) {
    return CatalogueFiles.types(settings.cloud().columnValue());
  }
}
