package io.postern.server.app;

import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.connection.ConnectionModule;
import io.postern.server.endpoint.EndpointModule;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.RandomIds;
import io.postern.server.link.LinkModule;
import io.postern.server.rpc.GrpcServer;
import io.postern.server.rpc.RpcModule;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.SubscriptionModule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A running server: store, DNS, watches and gRPC, started in that order and stopped in the other.
 */
public final class PosternServer implements AutoCloseable {
  private final JdbcStore store;
  private final GrpcServer grpc;
  private final InetSocketAddress grpcAddress;

  private PosternServer(JdbcStore store, GrpcServer grpc, InetSocketAddress grpcAddress) {
    this.store = store;
    this.grpc = grpc;
    this.grpcAddress = grpcAddress;
  }

  /** Every feature, on one screen. */
  private static List<Module> features() {
    return List.of(
        new RpcModule(),
        new SubscriptionModule(),
        new LinkModule(),
        new EndpointModule(),
        new ConnectionModule());
  }

  /**
   * Starts a server and returns once it answers.
   *
   * @throws IOException when an address cannot be listened on or the data directory cannot be made
   */
  public static PosternServer start(ServerSettings settings) throws IOException {
    return start(settings, Clock.systemUTC(), new RandomIds());
  }

  /** Starts a server whose time and ids the caller controls. */
  public static PosternServer start(ServerSettings settings, InstantSource clock, IdSource ids)
      throws IOException {
    makeDataDirectory(settings);
    var store =
        JdbcStore.openFile(
            settings.dataDirectory().resolve("postern"), settings.store().connections(), ids);
    try {
      var modules = new ArrayList<Module>(features());
      modules.add(new CoreModule(settings, store, clock, ids));
      modules.add(binder -> {
        binder.requireExplicitBindings();
        binder.disableCircularProxies();
        binder.requireAtInjectOnConstructors();
      });
      var injector = Guice.createInjector(Stage.PRODUCTION, modules);
      var grpc = injector.getInstance(GrpcServer.class);
      return new PosternServer(store, grpc, grpc.start());
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void makeDataDirectory(ServerSettings settings) throws IOException {
    var directory = settings.dataDirectory();
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new SettingException("dataDirectory", directory + " is a file; name a folder.");
    }
    Files.createDirectories(directory);
  }

  /** The address that gRPC is served on. */
  public InetSocketAddress grpcAddress() {
    return grpcAddress;
  }

  /** Stops taking calls, finishes running ones, and closes the store. */
  @Override
  public void close() {
    grpc.stop();
    store.close();
  }
}
