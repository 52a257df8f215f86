package io.postern.server.identity;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.auth.Authenticator;
import io.postern.server.auth.DeclaredIdentity;
import io.postern.server.config.AuthSettings;
import io.postern.server.identity.jwt.Issuers;
import io.postern.server.store.ChangeTap;

/** Binds who callers are, and the services of API tokens. */
public final class IdentityModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Tokens.class);
    bind(TokenIndex.class).in(Singleton.class);
    bind(TokenUse.class).in(Singleton.class);
    bind(Issuers.class).in(Singleton.class);
    bind(CertifiedCallers.class);
    bind(ProvenIdentity.class);
    bind(AdministratorToken.class);
    bind(TokenGrpc.class);
    bind(IdentityGrpc.class);
    Multibinder.newSetBinder(binder(), ChangeTap.class).addBinding().to(TokenIndex.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(TokenGrpc.class);
    services.addBinding().to(IdentityGrpc.class);
  }

  @Provides
  @Singleton
  Authenticator authenticator(AuthSettings settings, Provider<ProvenIdentity> proven) {
    return switch (settings.mode()) {
      case DECLARED -> new DeclaredIdentity();
      case PROVEN -> proven.get();
    };
  }
}
