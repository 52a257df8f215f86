package io.postern.server.reach;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the reachability service. */
public final class ReachModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Destinations.class);
    bind(CheckConnectivity.class);
    bind(Effective.class);
    bind(ReachabilityGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class)
        .addBinding()
        .to(ReachabilityGrpc.class);
  }
}
