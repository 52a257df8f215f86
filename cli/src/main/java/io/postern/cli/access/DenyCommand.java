package io.postern.cli.access;

import io.postern.cli.session.Session;
import io.postern.v1.DenyAssignment;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern access deny}. */
@Command(
    name = "deny",
    description = "Take actions away from a caller at a scope and below, whatever roles it has.")
final class DenyCommand implements Runnable {
  private final Session session;

  @Mixin private final NewEntry entry = new NewEntry();

  @Option(
      names = "--except",
      paramLabel = "PRINCIPAL",
      split = ",",
      description = "Callers it is not for, where it is for all.")
  private List<String> except = List.of();

  @Parameters(index = "0", paramLabel = "PRINCIPAL", description = Wording.CALLERS)
  private String principal = "";

  @Parameters(index = "1", paramLabel = "SCOPE", description = Wording.SCOPE)
  private String scope = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "ACTION",
      description =
          "The actions, such as Microsoft.Network/privateEndpoints/delete; * stands for any"
              + " characters.")
  private List<String> actions = List.of();

  DenyCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var wanted =
          DenyAssignment.newBuilder()
              .setPrincipal(principal)
              .addAllExcludedPrincipals(except)
              .addAllActions(actions)
              .setDescription(entry.note())
              .build();
      var made =
          client
              .denyAssignments()
              .create(scope, entry.id(principal, actions.getFirst()), wanted, entry.options());
      session.out().println(entry.done("deny assignment", made.value().getName()));
    }
  }
}
