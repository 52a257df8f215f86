package io.postern.server.subscription;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.rpc.RpcModule;
import io.postern.server.subscription.model.Subscription;

/** Binds the subscription service. */
public final class SubscriptionModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Providers.class);
    bind(Domains.class);
    bind(DomainsGrpc.class);
    bind(Subscriptions.class);
    bind(SubscriptionGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class)
        .addBinding()
        .to(SubscriptionGrpc.class);
    RpcModule.show(
        binder(),
        Subscription.KIND,
        io.postern.v1.Subscription.getDefaultInstance(),
        SubscriptionProto::of);
  }
}
