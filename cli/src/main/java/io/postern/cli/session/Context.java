package io.postern.cli.session;

import java.util.Optional;

/**
 * Settings kept under a name, so that they need not be typed each time.
 *
 * @param server the server, {@code host:port}
 * @param principal who calls, such as {@code alice@contoso}
 * @param subscription what short names are completed with
 * @param group the resource group that short names are completed with
 */
public record Context(
    Optional<String> server,
    Optional<String> principal,
    Optional<String> subscription,
    Optional<String> group) {

  /** No settings. */
  public static final Context EMPTY =
      new Context(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** These settings, replaced by those that {@code other} has. */
  public Context overriddenBy(Context other) {
    return new Context(
        other.server.or(() -> server),
        other.principal.or(() -> principal),
        other.subscription.or(() -> subscription),
        other.group.or(() -> group));
  }
}
