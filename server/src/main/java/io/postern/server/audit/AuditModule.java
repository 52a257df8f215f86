package io.postern.server.audit;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the audit service. */
public final class AuditModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(VerifyAudit.class);
    bind(AuditChangesProto.class);
    bind(WriteEntryProto.class);
    bind(AuditGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(AuditGrpc.class);
  }
}
