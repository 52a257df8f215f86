package io.postern.server.dnsview;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.store.Store;
import java.time.Duration;

/** Binds a publisher that tries again at once after a failure. */
public final class QuickPublisher extends AbstractModule {
  @Provides
  @Singleton
  DnsPublisher publisher(Store store, DnsServerSettings settings) {
    return new DnsPublisher(store, settings, Duration.ofMillis(1));
  }
}
