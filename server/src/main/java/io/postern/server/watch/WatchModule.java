package io.postern.server.watch;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the watch service and what feeds it. */
public final class WatchModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(WatchedKinds.class);
    bind(FilteredLog.class);
    bind(WatchHub.class).in(Scopes.SINGLETON);
    bind(OpenWatches.class).in(Scopes.SINGLETON);
    bind(WatchGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(WatchGrpc.class);
  }
}
