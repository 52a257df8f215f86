package io.postern.server.identity;

import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Identity;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Caller;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.store.Store;
import io.postern.v1.IdentityServiceGrpc.IdentityServiceImplBase;
import io.postern.v1.WhoAmIRequest;
import io.postern.v1.WhoAmIResponse;
import io.postern.v1.WhoAmIResponse.Method;
import jakarta.inject.Inject;

/** Who calls, told to the caller. Asks nothing of the store, which may be away. */
final class IdentityGrpc extends IdentityServiceImplBase {
  private final Calls calls;

  @Inject
  IdentityGrpc(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> out) {
    calls.outside(out, store -> message(Caller.identity()).setRevisionToken(last(store)).build());
  }

  private static String last(Store store) {
    return store.log().last().token();
  }

  private static WhoAmIResponse.Builder message(Identity identity) {
    var principal = identity.principal();
    var message =
        WhoAmIResponse.newBuilder()
            .setPrincipal(principal.id())
            .setTenant(principal.tenant().orElse(""))
            .setMethod(method(identity.method()))
            .setCredential(identity.credential())
            .setActingAdministrator(identity.by().orElse(""))
            .addAllVirtualNetworks(principal.networks().stream().map(ResourceName::text).toList());
    if (!principal.actions().equals(Actions.ALL))
      message.addAllActions(principal.actions().texts());
    identity.expires().map(Protos::timestamp).ifPresent(message::setExpireTime);
    return message;
  }

  private static Method method(Identity.Method method) {
    return switch (method) {
      case DECLARED -> Method.METHOD_DECLARED;
      case TOKEN -> Method.METHOD_API_TOKEN;
      case JWT -> Method.METHOD_JSON_WEB_TOKEN;
      case CERTIFICATE -> Method.METHOD_CLIENT_CERTIFICATE;
    };
  }
}
