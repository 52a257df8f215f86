package io.postern.server.rpc;

import com.google.inject.AbstractModule;

/** Binds what every service shares. */
public final class RpcModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Calls.class);
    bind(ResourceReads.class);
    bind(Caller.class);
    bind(GrpcServer.class);
  }
}
