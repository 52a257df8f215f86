package io.postern.server.access;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PageToken;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The roles of a tenant: those that come with the server, and the use cases for its own. */
final class RoleDefinitions {
  private static final String SCOPES = "role_definition.assignable_scopes";

  private final Policy policy;

  @Inject
  RoleDefinitions(Policy policy) {
    this.policy = policy;
  }

  /** One role; the built-in ones are no secret within a tenant. */
  RoleDefinition get(ReadTx tx, RequestContext context, ResourceName name) {
    var builtIn = BuiltInRole.of(name);
    if (builtIn.isPresent() && isAtHome(context, name))
      return builtIn.get().definition(name.parent());
    policy.require(tx, context, RoleDefinition.KIND, "read", name);
    return builtIn
        .map(it -> it.definition(name.parent()))
        .orElseGet(() -> tx.get(RoleDefinition.KIND, name));
  }

  private static boolean isAtHome(RequestContext context, ResourceName name) {
    var caller = context.principal();
    return caller.isAdministrator() || caller.tenant().equals(name.tenant());
  }

  /** There are few: a tenant's own have a limit, too. */
  Page<RoleDefinition> list(
      ReadTx tx, RequestContext context, ResourceName tenant, int pageSize, String pageToken) {
    int size = PageToken.size(pageSize);
    var scope = Scope.under(tenant);
    var after = PageToken.parse(pageToken, RoleDefinition.KIND, scope);
    var rest =
        all(tx, context, tenant)
            .filter(role -> role.name().key().compareTo(after) > 0)
            .sorted(Comparator.comparing(RoleDefinition::name))
            .limit(size + 1L)
            .toList();
    if (rest.size() <= size) return new Page<>(rest, Optional.empty());
    var page = rest.subList(0, size);
    return new Page<>(
        page, Optional.of(PageToken.of(RoleDefinition.KIND, scope, page.getLast().name())));
  }

  private Stream<RoleDefinition> all(ReadTx tx, RequestContext context, ResourceName tenant) {
    if (!isAtHome(context, tenant)) return Stream.of();
    var own =
        tx.list(RoleDefinition.KIND, Scope.under(tenant), "", RoleDefinition.MAX_IN_TENANT).stream()
            .filter(role -> role.name().tenant().equals(tenant.tenant()))
            .filter(role ->
                policy.permitsRead(tx, context.principal(), RoleDefinition.KIND, role.name()));
    return Stream.concat(
        Arrays.stream(BuiltInRole.values()).map(role -> role.definition(tenant)), own);
  }

  RoleDefinition create(WriteTx tx, RequestContext context, RoleDefinition wanted) {
    requireAtScopes(tx, context, wanted, "write");
    requireOwn(wanted.name());
    var tenant = wanted.name().tenant().orElseThrow();
    Limits.requireRoom(tx, RoleDefinition.in(tenant), RoleDefinition.MAX_IN_TENANT);
    return tx.create(wanted, "created");
  }

  RoleDefinition update(WriteTx tx, RequestContext context, RoleDefinition wanted, String etag) {
    var current = load(tx, context, wanted.name(), "write", etag);
    requireAtScopes(tx, context, wanted, "write");
    for (var assignment :
        tx.referrers(
            RoleAssignment.KIND,
            RoleAssignment.ROLE,
            current.name(),
            RoleAssignment.MAX_IN_TENANT)) {
      requireAssignable(wanted, assignment.scope(), SCOPES);
    }
    return tx.update(wanted, "updated");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    tx.delete(load(tx, context, name, "delete", etag), "deleted");
  }

  private RoleDefinition load(
      WriteTx tx, RequestContext context, ResourceName name, String verb, String etag) {
    var current = get(tx, context, name);
    requireAtScopes(tx, context, current, verb);
    requireOwn(name);
    current.meta().requireEtag(etag, name);
    return current;
  }

  /** Whoever changes a role changes what others may do wherever it can be assigned. */
  private void requireAtScopes(
      WriteTx tx, RequestContext context, RoleDefinition role, String verb) {
    var action = RoleDefinition.KIND.action(verb);
    var tenant = role.name().tenant();
    for (int i = 0; i < role.assignableScopes().size(); i++) {
      var scope = role.assignableScopes().get(i);
      boolean permitted =
          tx.ownerOf(scope).equals(tenant)
              && policy.permits(tx, context.principal(), action, scope);
      if (permitted) continue;
      // What may not be seen says no more than what is not there.
      policy.requireAction(tx, context, RoleDefinition.KIND, action, role.name());
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          SCOPES + "[" + i + "]",
          "'" + scope + "' is not in the tenant of the role, or you may not change roles there.");
    }
  }

  private static void requireOwn(ResourceName name) {
    if (BuiltInRole.of(name).isEmpty()) return;
    throw ControlException.precondition(
        Problem.of(
                Reason.BUILT_IN_ROLE,
                "The role '"
                    + name
                    + "' comes with the server and stays as it is; create one of another name.")
            .with("role", name.text()));
  }

  static void requireAssignable(RoleDefinition role, ResourceName scope, String field) {
    if (role.isAssignableAt(scope)) return;
    throw ControlException.invalid(
        Problem.inField(
                Reason.ROLE_NOT_ASSIGNABLE,
                field,
                "The role '" + role.name() + "' cannot be assigned at '" + scope + "'.")
            .with("role", role.name().text())
            .with("scope", scope.text()));
  }
}
