package io.postern.server.app;

import static java.util.Objects.requireNonNull;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.IdSource;
import io.postern.server.store.Store;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one server after the other; none of them is started. What says how parts are put
 * together is read once: that takes longer than making them. Used by one thread at a time.
 */
public final class Parts {
  private final Lifetime lifetime = new Lifetime();
  private final Injector injector;
  private @Nullable Store store;

  /**
   * @param others in place of those that a server has
   */
  public Parts(ServerSettings settings, InstantSource clock, IdSource ids, Module... others) {
    var modules = PosternServer.modules(settings, () -> requireNonNull(store), clock, ids);
    injector =
        Guice.createInjector(
            Stage.DEVELOPMENT, lifetime.of(Modules.override(modules).with(others)));
    Lifetime.check(injector);
  }

  /**
   * The parts of a new server. It has none of an earlier one's; they are to be taken out before the
   * next server's.
   */
  public Injector on(Store store) {
    this.store = store;
    lifetime.begin();
    return injector;
  }
}
