package io.postern.server.watch;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.postern.server.store.Store;
import java.time.Duration;

/** Binds a hub that tries again at once after a failure. */
public final class QuickHub extends AbstractModule {
  @Provides
  @Singleton
  WatchHub hub(Store store, WatchedKinds kinds) {
    return new WatchHub(store, kinds, Duration.ofMillis(1));
  }
}
