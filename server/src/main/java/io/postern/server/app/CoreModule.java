package io.postern.server.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.postern.server.auth.Policy;
import io.postern.server.config.AuditSettings;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.LimitSettings;
import io.postern.server.config.RuleSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.IdSource;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Store;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Binds what comes from outside the injector: settings, time, ids, the store once it is open. */
final class CoreModule extends AbstractModule {
  private final ServerSettings settings;
  private final Supplier<Store> store;
  private final InstantSource clock;
  private final IdSource ids;

  CoreModule(ServerSettings settings, Supplier<Store> store, InstantSource clock, IdSource ids) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  protected void configure() {
    bind(ServerSettings.class).toInstance(settings);
    bind(ServerSettings.StoreSettings.class).toInstance(settings.store());
    bind(RuleSettings.class).toInstance(settings.rules());
    bind(AuditSettings.class).toInstance(settings.audit());
    bind(LimitSettings.class).toInstance(settings.limits());
    bind(GrpcSettings.class).toInstance(settings.grpc());
    bind(AuthSettings.class).toInstance(settings.auth());
    bind(DnsServerSettings.class).toInstance(settings.dns());
    bind(Store.class).toProvider(store::get).in(Singleton.class);
    bind(ChangeLog.class).toProvider(() -> store.get().log()).in(Singleton.class);
    bind(Background.class);
    bind(InstantSource.class).toInstance(clock);
    bind(IdSource.class).toInstance(ids);
  }

  @Provides
  @Singleton
  Policy policy() {
    return new Policy();
  }
}
