package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A real file, with something done beside each force, before anybody is answered. */
final class BesideForce {
  private BesideForce() {}

  static Engine of(Path file, Consumer<Revision> action) {
    return of(file, _ -> {}, action);
  }

  /**
   * @param before forces nothing when it throws
   */
  static Engine of(Path file, Consumer<Revision> before, Consumer<Revision> after) {
    var real = new H2File(file);
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              boolean forces = method.getName().equals("force");
              try {
                if (forces) before.accept((Revision) arguments[1]);
                var result = method.invoke(real, arguments);
                if (forces) after.accept((Revision) arguments[1]);
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
