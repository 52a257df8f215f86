package io.postern.cli.access;

import io.postern.cli.session.Session;
import io.postern.v1.RoleAssignment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern access grant}. */
@Command(
    name = "grant",
    description =
        "Give a role to a caller at a scope and below. The first role that a tenant gives makes its"
            + " giver Owner of the tenant; from then on only what was given counts.")
final class GrantCommand implements Runnable {
  private final Session session;

  @Mixin private final NewEntry entry = new NewEntry();

  @Parameters(index = "0", paramLabel = "PRINCIPAL", description = Wording.CALLERS)
  private String principal = "";

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "A role, such as Reader; see: postern list roles.")
  private String role = "";

  @Parameters(index = "2", paramLabel = "SCOPE", description = Wording.SCOPE)
  private String scope = "";

  GrantCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var wanted =
          RoleAssignment.newBuilder()
              .setPrincipal(principal)
              .setRole(role)
              .setDescription(entry.note())
              .build();
      var made =
          client
              .roleAssignments()
              .create(
                  scope,
                  entry.id(principal, role.substring(role.lastIndexOf('/') + 1)),
                  wanted,
                  entry.options());
      session.out().println(entry.done("role assignment", made.value().getName()));
    }
  }
}
