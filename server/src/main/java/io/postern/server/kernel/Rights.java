package io.postern.server.kernel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one caller may do in its tenant. A denial wins over every role.
 *
 * @param open whether the tenant has given no role to anyone, so that its callers need none
 * @param roles what the caller was given
 * @param denials what was taken from it
 */
public record Rights(boolean open, List<Grant> roles, List<Grant> denials) {
  /** Everything, as in a tenant that has given nothing to anyone. */
  public static final Rights ALL = new Rights(true, List.of(), List.of());

  public Rights {
    roles = List.copyOf(roles);
    denials = List.copyOf(denials);
  }

  /** How it was decided. */
  public enum Outcome {
    /** The tenant has no role assignment: each of its callers may. */
    OPEN,
    /** A role assignment gives it. */
    GRANTED,
    /** No role assignment gives it. */
    NOT_GRANTED,
    /** A deny assignment takes it away. */
    DENIED
  }

  /**
   * A decision.
   *
   * @param by the assignment that decided, if one did
   */
  public record Decision(Outcome outcome, Optional<ResourceName> by) {
    private static Decision of(Outcome outcome, Grant by) {
      return new Decision(outcome, Optional.of(by.name()));
    }

    public boolean isAllowed() {
      return outcome == Outcome.OPEN || outcome == Outcome.GRANTED;
    }
  }

  private static final Decision OPEN = new Decision(Outcome.OPEN, Optional.empty());
  private static final Decision NOT_GRANTED = new Decision(Outcome.NOT_GRANTED, Optional.empty());

  /** Decides on an action on a resource of the tenant. */
  public Decision decide(String action, ResourceName resource) {
    if (open && denials.isEmpty()) return OPEN;
    for (var denial : denials)
      if (denial.covers(action, resource)) return Decision.of(Outcome.DENIED, denial);
    if (open) return OPEN;
    for (var role : roles)
      if (role.covers(action, resource)) return Decision.of(Outcome.GRANTED, role);
    return NOT_GRANTED;
  }

  /**
   * Whether anything may be allowed on names that begin so. Where nothing is, nobody needs to look
   * what is there.
   *
   * @param prefix in lower case, ends in a slash
   */
  public boolean reach(String prefix) {
    return open || roles.stream().anyMatch(role -> role.touches(prefix));
  }

  /** Everything that says something about an action on a resource, denials first. */
  public List<ResourceName> matching(String action, ResourceName resource) {
    return Stream.concat(denials.stream(), roles.stream())
        .filter(grant -> grant.covers(action, resource))
        .map(Grant::name)
        .toList();
  }

  /** The same for the same rights, and else another: what a place in a stream is bound to. */
  public String text() {
    if (equals(ALL)) return "";
    return Stream.concat(
            roles.stream().map(role -> "+" + text(role)),
            denials.stream().map(denial -> "-" + text(denial)))
        .collect(Collectors.joining("\n", open ? "open\n" : "\n", ""));
  }

  private static String text(Grant grant) {
    return grant.scope().key() + " " + grant.actions();
  }
}
