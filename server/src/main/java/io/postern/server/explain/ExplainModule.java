package io.postern.server.explain;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the explain service. Who decides on endpoints is bound by the feature that does. */
public final class ExplainModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(ExplainConnection.class);
    bind(ExplainResolution.class);
    bind(ExplainPastAnswer.class);
    bind(ExplainGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(ExplainGrpc.class);
  }
}
