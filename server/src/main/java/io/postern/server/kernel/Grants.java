package io.postern.server.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was given to the callers of one tenant, and taken from them. A tenant that never gave any
 * role away is open: each of its callers may do everything in it. Once it has a role assignment,
 * only what is assigned counts. Immutable.
 */
public final class Grants {
  /** No role and no denial. */
  public static final Grants NONE = new Grants(List.of(), List.of());

  private final Map<String, Rights> named = new HashMap<>();
  private final Rights others;

  /**
   * @param roles the role assignments of the tenant, each with what its role permits
   * @param denials its deny assignments
   */
  public Grants(List<Grant> roles, List<Grant> denials) {
    // Who is named by nothing has what is for everyone.
    others = rights("", roles, denials);
    Stream.concat(roles.stream(), denials.stream())
        .flatMap(grant -> Stream.concat(Stream.of(grant.principal()), grant.except().stream()))
        .distinct()
        .forEach(caller -> named.put(caller, rights(caller, roles, denials)));
  }

  private static Rights rights(String caller, List<Grant> roles, List<Grant> denials) {
    return new Rights(
        roles.isEmpty(),
        roles.stream().filter(role -> role.isFor(caller)).toList(),
        denials.stream().filter(denial -> denial.isFor(caller)).toList());
  }

  /** What one caller of the tenant may do. */
  public Rights of(String caller) {
    return named.getOrDefault(caller, others);
  }

  /** Whether no role was given to anyone. */
  public boolean isOpen() {
    return others.open();
  }
}
