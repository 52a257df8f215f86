package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A real file, with something done after each force, before anybody is answered. */
final class AfterForce {
  private AfterForce() {}

  static Engine of(Path file, Consumer<Revision> action) {
    var real = new H2File(file);
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              try {
                var result = method.invoke(real, arguments);
                if (method.getName().equals("force")) action.accept((Revision) arguments[1]);
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
