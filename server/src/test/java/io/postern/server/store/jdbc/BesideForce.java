package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

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
    return beside(
        "force",
        file,
        arguments -> before.accept((Revision) arguments[1]),
        arguments -> after.accept((Revision) arguments[1]));
  }

  /**
   * The same beside tidying up.
   *
   * @param before is given the connection, and after how many writes it is done; nothing is when it
   *     throws
   */
  static Engine ofTidying(Path file, BiConsumer<Handle, Integer> before) {
    return beside(
        "tidy",
        file,
        arguments -> before.accept((Handle) arguments[0], (Integer) arguments[1]),
        _ -> {});
  }

  private static Engine beside(
      String name, Path file, Consumer<Object[]> before, Consumer<Object[]> after) {
    var real = new H2File(file);
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              boolean meant = method.getName().equals(name);
              try {
                if (meant) before.accept(arguments);
                var result = method.invoke(real, arguments);
                if (meant) after.accept(arguments);
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
