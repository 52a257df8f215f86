package io.postern.server.backup;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the backup service. */
public final class BackupModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(BackupGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(BackupGrpc.class);
  }
}
