package io.postern.server.store.jdbc.document;

import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.ApiToken.Previous;
import io.postern.server.identity.model.SecretHash;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/** Of a secret, its hash and nothing else. */
final class ApiTokenDocument implements Document<ApiToken> {
  @Override
  public Kind<ApiToken> kind() {
    return ApiToken.KIND;
  }

  @Override
  public void write(ApiToken token, JsonOut body) {
    body.text("description", token.description())
        .text("principal", token.principal().id())
        .text("tenant", token.principal().tenant())
        .texts("actions", token.actions())
        .texts("networks", token.principal().networks())
        .text("creator", token.creator())
        .duration("lifetime", Optional.of(token.lifetime()))
        .text("expires", token.expires())
        .text("hash", token.hash().hex())
        .text("previousHash", token.previous().map(previous -> previous.hash().hex()))
        .time("previousUntil", token.previous().map(Previous::until))
        .time("lastUsed", token.lastUsed());
  }

  @Override
  public ApiToken read(ResourceName name, Meta meta, JsonIn body) {
    var actions = body.texts("actions");
    var principal =
        new Principal(
            body.text("principal"),
            body.optional("tenant"),
            actions.isEmpty() ? Actions.ALL : Actions.parse(String.join(",", actions)),
            body.texts("networks", ResourceName::of));
    return new ApiToken(
        name,
        meta,
        body.text("description"),
        principal,
        body.text("creator"),
        body.duration("lifetime").orElseThrow(),
        body.time("expires").orElseThrow(),
        body.as("hash", SecretHash::new),
        body.time("previousUntil")
            .map(until -> new Previous(body.as("previousHash", SecretHash::new), until)),
        body.time("lastUsed"));
  }
}
