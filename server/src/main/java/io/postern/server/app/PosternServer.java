package io.postern.server.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.postern.server.access.AccessModule;
import io.postern.server.audit.AuditModule;
import io.postern.server.backup.BackupModule;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.connection.ConnectionModule;
import io.postern.server.dnsview.DnsFrontend;
import io.postern.server.dnsview.DnsModule;
import io.postern.server.dnsview.DnsNodes;
import io.postern.server.dnsview.DnsPublisher;
import io.postern.server.endpoint.EndpointModule;
import io.postern.server.explain.ExplainModule;
import io.postern.server.identity.AdministratorToken;
import io.postern.server.identity.IdentityModule;
import io.postern.server.identity.TokenIndex;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.RandomIds;
import io.postern.server.link.LinkModule;
import io.postern.server.network.NetworkModule;
import io.postern.server.plan.PlanModule;
import io.postern.server.reach.ReachModule;
import io.postern.server.rpc.GrpcServer;
import io.postern.server.rpc.RefusedCalls;
import io.postern.server.rpc.RevisionWaits;
import io.postern.server.rpc.RpcModule;
import io.postern.server.ruleset.RulesetModule;
import io.postern.server.store.Store;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.SubscriptionModule;
import io.postern.server.traffic.TrafficModule;
import io.postern.server.watch.OpenWatches;
import io.postern.server.watch.WatchHub;
import io.postern.server.watch.WatchModule;
import io.postern.server.webhook.WebhookDispatcher;
import io.postern.server.webhook.WebhookModule;
import io.postern.server.zone.ZoneModule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: store, DNS, watches and gRPC, started in that order and stopped in the other.
 */
public final class PosternServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PosternServer.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private InetSocketAddress grpcAddress = InetSocketAddress.createUnresolved("", 0);
  private List<InetSocketAddress> dnsAddresses = List.of();
  private IntSupplier openWatches = () -> 0;
  private IntSupplier waitingCalls = () -> 0;

  private PosternServer() {}

  /** Every feature, on one screen. */
  private static List<Module> features() {
    return List.of(
        new RpcModule(),
        new IdentityModule(),
        new WatchModule(),
        new SubscriptionModule(),
        new NetworkModule(),
        new TrafficModule(),
        new LinkModule(),
        new EndpointModule(),
        new ConnectionModule(),
        new ZoneModule(),
        new RulesetModule(),
        new DnsModule(),
        new ExplainModule(),
        new PlanModule(),
        new BackupModule(),
        new ReachModule(),
        new WebhookModule(),
        new AccessModule(),
        new AuditModule());
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
    var server = new PosternServer();
    boolean up = false;
    try {
      server.startAll(settings, clock, ids);
      up = true;
      return server;
    } finally {
      // Whatever it failed for, an error of the JVM as well: the threads of its parts would live
      // on.
      if (!up) server.close();
    }
  }

  private void startAll(ServerSettings settings, InstantSource clock, IdSource ids)
      throws IOException {
    makeDataDirectory(settings);
    // These two are most of a start, so they share the processors.
    var opening =
        CompletableFuture.supplyAsync(
            () -> Stores.open(settings, ids),
            task -> Thread.ofPlatform().name("postern-store-open").start(task));
    Injector injector;
    try {
      injector =
          Guice.createInjector(Stage.PRODUCTION, modules(settings, opening::join, clock, ids));
    } finally {
      stopLater(opened(opening));
    }
    stopLater(injector.getInstance(DnsPublisher.class)).start();
    var dns = stopLater(injector.getInstance(DnsFrontend.class));
    dns.start();
    dnsAddresses = dns.addresses();
    stopLater(injector.getInstance(WatchHub.class)).start();
    injector.getInstance(TokenIndex.class).load();
    injector.getInstance(AdministratorToken.class).ensure();
    stopLater(injector.getInstance(RefusedCalls.class)).start();
    var grpc = stopLater(injector.getInstance(GrpcServer.class));
    grpcAddress = grpc.start();
    // Stopped before gRPC, which would wait for these to end.
    var waits = stopLater(injector.getInstance(RevisionWaits.class));
    waitingCalls = waits::count;
    stopLater(injector.getInstance(DnsNodes.class));
    var watches = stopLater(injector.getInstance(OpenWatches.class));
    openWatches = watches::count;
    stopLater(injector.getInstance(WebhookDispatcher.class)).start();
    stopLater(injector.getInstance(Background.class)).start();
  }

  /** The store; why it cannot be opened counts more than what failed for want of it. */
  private static JdbcStore opened(CompletableFuture<JdbcStore> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : e;
    }
  }

  private <T extends AutoCloseable> T stopLater(T part) {
    started.push(part);
    return part;
  }

  /** What a server is made of. */
  static List<Module> modules(
      ServerSettings settings, Supplier<Store> store, InstantSource clock, IdSource ids) {
    var modules = new ArrayList<Module>(features());
    modules.add(new CoreModule(settings, store, clock, ids));
    modules.add(binder -> {
      binder.requireExplicitBindings();
      binder.disableCircularProxies();
      binder.requireAtInjectOnConstructors();
    });
    return modules;
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

  /** The addresses that DNS is served on, in the order of the settings. */
  public List<InetSocketAddress> dnsAddresses() {
    return dnsAddresses;
  }

  /** How many watches are being served. */
  public int openWatches() {
    return openWatches.getAsInt();
  }

  /** How many calls wait for a revision. */
  public int waitingCalls() {
    return waitingCalls.getAsInt();
  }

  /**
   * Stops taking calls, finishes running ones, and closes the store: what started last stops first.
   */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      var part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
