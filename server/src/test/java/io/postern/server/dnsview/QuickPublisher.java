package io.postern.server.dnsview;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.postern.server.config.ServerSettings;
import io.postern.server.store.Store;
import java.time.Duration;

/** Binds a publisher that tries again at once after a failure. */
public final class QuickPublisher extends AbstractModule {
  @Provides
  @Singleton
  DnsPublisher publisher(Store store, ServerSettings settings) {
    // A server of a shared store keeps nothing on disk.
    var shared = settings.with(settings.store().withUrl("postgres://postern@localhost/postern"));
    return new DnsPublisher(store, shared, Duration.ofMillis(1));
  }
}
