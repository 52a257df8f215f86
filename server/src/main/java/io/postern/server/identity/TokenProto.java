package io.postern.server.identity;

import io.postern.server.auth.Headers;
import io.postern.server.identity.Tokens.Wanted;
import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.ApiToken.Previous;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;

/** Between API tokens and their messages. */
final class TokenProto {
  private static final String ADMINISTRATOR = "administrator";

  private TokenProto() {}

  /** The message of a token; nothing of its secret is in it. */
  static io.postern.v1.ApiToken of(ApiToken token) {
    var principal = token.principal();
    var message =
        io.postern.v1.ApiToken.newBuilder()
            .setName(token.name().text())
            .setUid(token.meta().uid())
            .setEtag(token.meta().etag())
            .setCreateTime(Protos.timestamp(token.meta().createTime()))
            .setUpdateTime(Protos.timestamp(token.meta().updateTime()))
            .setDescription(token.description())
            .setPrincipal(principal.isAdministrator() ? ADMINISTRATOR : principal.id())
            .addAllActions(token.actions())
            .addAllVirtualNetworks(principal.networks().stream().map(ResourceName::text).toList())
            .setLifetime(Protos.duration(token.lifetime()))
            .setExpireTime(Protos.timestamp(token.expires()))
            .setCreator(token.creator());
    token
        .previous()
        .map(Previous::until)
        .map(Protos::timestamp)
        .ifPresent(message::setPreviousExpireTime);
    token.lastUsed().map(Protos::timestamp).ifPresent(message::setLastUsedTime);
    return message.build();
  }

  /**
   * @param caller for whom it is if it does not say
   */
  static Wanted wanted(ResourceName name, io.postern.v1.ApiToken message, Principal caller) {
    var actions =
        message.getActionsCount() == 0
            ? Actions.ALL
            : Headers.actions(String.join(",", message.getActionsList()), "api_token.actions");
    var networks =
        message.getVirtualNetworksList().stream()
            .map(text -> VirtualNetwork.KIND.parse(text, "api_token.virtual_networks"))
            .toList();
    var who = principal(message.getPrincipal(), caller);
    return new Wanted(
        name,
        message.getDescription(),
        new Principal(who.id(), who.tenant(), actions, networks),
        Protos.duration(message.getLifetime(), "api_token.lifetime"));
  }

  private static Principal principal(String text, Principal caller) {
    if (text.isEmpty()) return caller;
    return text.equals(ADMINISTRATOR)
        ? Principal.ADMINISTRATOR
        : Headers.principal(text, "api_token.principal");
  }
}
