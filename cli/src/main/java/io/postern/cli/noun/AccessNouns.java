package io.postern.cli.noun;

import io.postern.cli.name.ShortName;
import io.postern.client.PosternClient;
import io.postern.v1.DenyAssignment;
import io.postern.v1.ResourceLock;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleDefinition;
import java.util.List;
import java.util.Optional;

/** The kinds that say who may do what. */
public final class AccessNouns {
  private static final String AUTHORIZATION = "/providers/Microsoft.Authorization/";

  public static final Noun<RoleDefinition> ROLE =
      new Noun<>(
          "role",
          List.of("role-definition", "roleDefinition"),
          "role",
          "roles",
          RoleDefinition.getDefaultInstance(),
          Optional.empty(),
          PosternClient::roleDefinitions,
          List.of(
              Column.of("BUILT IN", r -> Words.of(r.getBuiltIn())),
              Column.of("DESCRIPTION", RoleDefinition::getDescription),
              Column.detail("ACTIONS", r -> String.join("\n", r.getActionsList())),
              Column.detail("BUT NOT", r -> String.join("\n", r.getNotActionsList())),
              Column.detail("SCOPES", r -> String.join("\n", r.getAssignableScopesList()))));

  public static final Noun<RoleAssignment> ROLE_ASSIGNMENT =
      new Noun<>(
          "role-assignment",
          List.of("roleAssignment"),
          "role assignment",
          "role assignments",
          RoleAssignment.getDefaultInstance(),
          Optional.empty(),
          PosternClient::roleAssignments,
          List.of(
              Column.of("PRINCIPAL", RoleAssignment::getPrincipal),
              Column.of("ROLE", a -> ShortName.id(a.getRole())),
              Column.of("SCOPE", a -> scope(a.getName())),
              Column.detail("DESCRIPTION", RoleAssignment::getDescription)));

  public static final Noun<DenyAssignment> DENY_ASSIGNMENT =
      new Noun<>(
          "deny-assignment",
          List.of("denyAssignment"),
          "deny assignment",
          "deny assignments",
          DenyAssignment.getDefaultInstance(),
          Optional.empty(),
          PosternClient::denyAssignments,
          List.of(
              Column.of("PRINCIPAL", DenyAssignment::getPrincipal),
              Column.of("ACTIONS", a -> String.join(", ", a.getActionsList())),
              Column.of("BUT NOT", a -> String.join(", ", a.getNotActionsList())),
              Column.of("SCOPE", a -> scope(a.getName())),
              Column.detail("EXCEPT", a -> String.join(", ", a.getExcludedPrincipalsList()))));

  public static final Noun<ResourceLock> LOCK =
      new Noun<>(
          "lock",
          List.of("resource-lock", "resourceLock"),
          "lock",
          "locks",
          ResourceLock.getDefaultInstance(),
          Optional.empty(),
          PosternClient::locks,
          List.of(
              Column.of("LEVEL", l -> Words.of(l.getLevel())),
              Column.of("SCOPE", l -> scope(l.getName())),
              Column.detail("NOTES", ResourceLock::getNotes)));

  private AccessNouns() {}

  private static String scope(String name) {
    return name.substring(0, name.lastIndexOf(AUTHORIZATION));
  }
}
