package io.postern.server.webhook;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.rpc.RpcModule;
import io.postern.server.webhook.model.Webhook;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;

/** Binds the service of webhooks, and what delivers for them. */
public final class WebhookModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Webhooks.class);
    bind(SigningKeys.class).in(Scopes.SINGLETON);
    bind(PublicAddresses.class);
    bind(Receivers.class).in(Scopes.SINGLETON);
    bind(Backoff.class).in(Scopes.SINGLETON);
    bind(WebhookDispatcher.class).in(Scopes.SINGLETON);
    bind(WebhookGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(WebhookGrpc.class);
    RpcModule.show(
        binder(),
        Webhook.KIND,
        io.postern.v1.Webhook.getDefaultInstance(),
        (tx, webhook) -> WebhookProto.of(webhook));
  }

  @Provides
  @Singleton
  RandomGenerator chance() {
    return RandomGenerator.getDefault();
  }
}
