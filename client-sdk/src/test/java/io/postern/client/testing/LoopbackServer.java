package io.postern.client.testing;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.util.MutableHandlerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A gRPC server on a loopback port, with {@link Faults}. */
public final class LoopbackServer implements AutoCloseable {
  private final Server server;
  private final int port;
  private final Faults faults;

  private LoopbackServer(Server server, Faults faults) {
    this.server = server;
    this.port = server.getPort();
    this.faults = faults;
  }

  /** Starts a server with these services on a free port. */
  public static LoopbackServer of(BindableService... services) {
    return at(0, services);
  }

  /** Starts a server with these services on a port, which another one has just left. */
  public static LoopbackServer at(int port, BindableService... services) {
    var registry = new MutableHandlerRegistry();
    for (var service : services) {
      registry.addService(service);
    }
    return at(port, registry);
  }

  /** Starts a server with the methods of a registry on a free port. */
  public static LoopbackServer of(HandlerRegistry methods) {
    return at(0, methods);
  }

  private static LoopbackServer at(int port, HandlerRegistry methods) {
    var faults = new Faults();
    var builder =
        Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
            .fallbackHandlerRegistry(methods)
            .intercept(faults);
    try {
      return new LoopbackServer(builder.build().start(), faults);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public String target() {
    return "127.0.0.1:" + port();
  }

  public Faults faults() {
    return faults;
  }

  /** Ends at once, tearing down what is under way, as a killed process would. */
  @Override
  public void close() {
    try {
      if (!server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
