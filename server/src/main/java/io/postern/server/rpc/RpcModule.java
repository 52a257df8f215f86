package io.postern.server.rpc;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.protobuf.Message;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.store.ReadTx;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;

/** Binds what every service shares. */
public final class RpcModule extends AbstractModule {
  private static final TypeLiteral<ResourceMessage<?>> RESOURCE_MESSAGE = new TypeLiteral<>() {};

  /** Lets a kind of resource be watched; see {@link ResourceMessage}. */
  public static <T extends Resource, M extends Message> void show(
      Binder binder, Kind<T> kind, M prototype, BiFunction<ReadTx, T, M> mapping) {
    Multibinder.newSetBinder(binder, RESOURCE_MESSAGE)
        .addBinding()
        .toInstance(ResourceMessage.of(kind, prototype, mapping));
  }

  @Override
  protected void configure() {
    bind(Calls.class);
    bind(Freshness.class);
    bind(ReadTurns.class).in(Singleton.class);
    bind(RevisionWaits.class).in(Singleton.class);
    bind(PermittedResources.class);
    bind(ResourceReads.class);
    bind(ShownResources.class);
    bind(OpenCalls.class).in(Singleton.class);
    bind(Caller.class);
    bind(MessageLimit.class);
    bind(CallLimits.class);
    bind(RefusedCalls.class).in(Singleton.class);
    bind(AuditedCalls.class);
    bind(GrpcServer.class);
  }
}
