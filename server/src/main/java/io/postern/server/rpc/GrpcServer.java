package io.postern.server.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.LimitSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server: all services, reflection and health on one address, a virtual thread for each
 * call.
 */
public final class GrpcServer implements AutoCloseable {
  private final GrpcSettings settings;
  private final Set<BindableService> services;
  private final Caller caller;
  private final LimitSettings limits;
  private final MessageLimit messageLimit;
  private final CallLimits callLimits;
  private final AuditedCalls audited;
  private final HealthStatusManager health = new HealthStatusManager();
  private final InstantSource clock;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable GrpcTls tls;
  private @Nullable Server server;

  @Inject
  GrpcServer(
      GrpcSettings settings,
      Set<BindableService> services,
      Caller caller,
      LimitSettings limits,
      MessageLimit messageLimit,
      CallLimits callLimits,
      AuditedCalls audited,
      InstantSource clock) {
    this.settings = settings;
    this.services = services;
    this.caller = caller;
    this.limits = limits;
    this.messageLimit = messageLimit;
    this.callLimits = callLimits;
    this.clock = clock;
    this.audited = audited;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException when the address cannot be had, or the files of TLS cannot be used
   */
  public InetSocketAddress start() throws IOException {
    var builder =
        NettyServerBuilder.forAddress(settings.address())
            .executor(executor)
            .maxInboundMessageSize(messageLimit.readableBytes())
            .maxInboundMetadataSize(settings.maxMetadataBytes())
            .maxConcurrentCallsPerConnection(limits.callsPerConnection())
            .permitKeepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true);
    if (settings.tls().isOn()) {
      var opened = GrpcTls.open(settings.tls(), clock);
      tls = opened;
      builder.sslContext(opened);
    }
    // The same for all services: what is counted is counted together.
    var guards = guards();
    for (var service : services) builder.addService(guarded(service, guards));
    builder.addService(guarded(ProtoReflectionServiceV1.newInstance(), guards));
    builder.addService(guarded(health.getHealthService(), guards));
    var started = builder.build().start();
    callLimits.start();
    server = started;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    return (InetSocketAddress) started.getListenSockets().getFirst();
  }

  /** The last one is asked first: what the caller is refused for is seen as well. */
  private List<ServerInterceptor> guards() {
    var guards = new ArrayList<>(callLimits.forMessages());
    guards.add(messageLimit);
    guards.addAll(callLimits.forCalls());
    guards.addAll(List.of(audited.identified(), caller, audited));
    return List.copyOf(guards);
  }

  private ServerServiceDefinition guarded(BindableService service, List<ServerInterceptor> guards) {
    return messageLimit.bound(ServerInterceptors.intercept(service.bindService(), guards));
  }

  /** Takes no new calls, lets running ones end within the time, then cuts them off. */
  @Override
  public void close() {
    health.enterTerminalState();
    if (tls != null) tls.close();
    var running = server;
    if (running == null) return;
    try {
      running.shutdown();
      if (!running.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS))
        running.shutdownNow();
      running.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
    callLimits.close();
  }
}
