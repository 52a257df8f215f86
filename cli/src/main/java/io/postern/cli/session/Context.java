package io.postern.cli.session;

import java.util.Optional;

/**
 * Settings kept under a name, so that they need not be typed each time.
 *
 * @param server the server, {@code host:port}
 * @param principal who calls, such as {@code alice@contoso}
 * @param subscription what short names are completed with
 * @param group the resource group that short names are completed with
 * @param access how caller and server prove who they are
 */
public record Context(
    Optional<String> server,
    Optional<String> principal,
    Optional<String> subscription,
    Optional<String> group,
    Access access) {

  /** No settings. */
  public static final Context EMPTY =
      new Context(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Settings that say nothing of proofs. */
  public Context(
      Optional<String> server,
      Optional<String> principal,
      Optional<String> subscription,
      Optional<String> group) {
    this(server, principal, subscription, group, Access.NONE);
  }

  /** The same for another server. */
  public Context withServer(String other) {
    return new Context(Optional.of(other), principal, subscription, group, access);
  }

  /** The same with other proofs. */
  public Context with(Access other) {
    return new Context(server, principal, subscription, group, other);
  }

  /** These settings, replaced by those that {@code other} has. */
  public Context overriddenBy(Context other) {
    return new Context(
        other.server.or(() -> server),
        other.principal.or(() -> principal),
        other.subscription.or(() -> subscription),
        other.group.or(() -> group),
        access.overriddenBy(other.access));
  }
}
