package io.postern.server.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.IdSource;
import io.postern.server.store.Store;
import java.time.InstantSource;

/** The parts of a server on a store that is there already; none of them is started. */
public final class Parts {
  private Parts() {}

  /**
   * @param others in place of those that a server has
   */
  public static Injector of(
      ServerSettings settings, Store store, InstantSource clock, IdSource ids, Module... others) {
    var modules = PosternServer.modules(settings, () -> store, clock, ids);
    return Guice.createInjector(Stage.DEVELOPMENT, Modules.override(modules).with(others));
  }
}
