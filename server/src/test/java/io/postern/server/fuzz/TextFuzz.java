package io.postern.server.fuzz;

import io.postern.server.identity.jwt.JsonWebTokenFuzz;
import io.postern.server.identity.model.TokenText;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.Scope;
import io.postern.server.watch.WatchTextFuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The texts in requests and headers that mean something: names, parents, filters, tokens. The first
 * octet of an input says which; the rest is the text.
 */
public final class TextFuzz {
  private static final String FIELD = "field";
  private static final Scope SCOPE = Scope.parse("subscriptions/contoso", FIELD);

  private static final List<Consumer<String>> READERS =
      List.of(
          TextFuzz::name,
          TextFuzz::scope,
          text -> PageToken.parse(text, VirtualNetwork.KIND, SCOPE),
          WatchTextFuzz::resumeToken,
          WatchTextFuzz::filter,
          TextFuzz::apiToken,
          JsonWebTokenFuzz::token);

  private TextFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) return;
    var text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
    try {
      READERS.get((input[0] & 0xff) % READERS.size()).accept(text);
    } catch (ControlException e) {
      boolean sound =
          e.error() instanceof ControlError.InvalidArgument
              || e.error() instanceof ControlError.Unauthenticated
              || e.error() instanceof ControlError.RightsChanged;
      if (!sound || e.error().problem().message().isBlank()) throw new AssertionError(e);
    }
  }

  private static void name(String text) {
    var name = ResourceName.parse(text, FIELD);
    if (!ResourceName.parse("/" + name.text(), FIELD).equals(name))
      throw new AssertionError(name + " is another name when it is read again");
    if (!ResourceName.parse(name.key(), FIELD).equals(name))
      throw new AssertionError(name + " is another name in lower case");
  }

  private static void scope(String text) {
    var scope = Scope.parse(text, FIELD);
    if (!scope.prefix().isEmpty() && !scope.prefix().endsWith("/"))
      throw new AssertionError("'" + scope.prefix() + "' would cover the neighbours of a name");
  }

  private static void apiToken(String text) {
    Optional<TokenText> token = TokenText.parse(text);
    if (token.isPresent() && !token.get().reveal().equals(text))
      throw new AssertionError("another text than was read");
    if (token.isPresent() && !TokenText.isMeant(text)) throw new AssertionError("not meant");
  }
}
