package io.postern.cli.context;

import io.postern.cli.session.CallSettings;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Context;
import io.postern.cli.session.ContextFile.Contents;
import io.postern.cli.session.Session;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern context set}. */
@Command(
    name = "set",
    description =
        "Make or change a context: --server, --as, --subscription, --group, --token-file and"
            + " --tls-ca, --tls-cert, --tls-key, --tls-server-name are kept; what is not given"
            + " stays as it is. The first context is used from then on.")
final class SetContextCommand implements Runnable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The context.")
  private String name = "";

  @Option(
      names = {"-s", "--subscription"},
      paramLabel = "NAME",
      description = "The subscription that short names are completed with.")
  private @Nullable String subscription;

  @Option(
      names = {"-g", "--group"},
      paramLabel = "NAME",
      description = "The resource group that short names are completed with.")
  private @Nullable String group;

  SetContextCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var given =
        session
            .given()
            .overriddenBy(
                new Context(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(subscription),
                    Optional.ofNullable(group)));
    requireUsable(given);
    var file = session.contextFile();
    var contents = file.read();
    var contexts = new LinkedHashMap<>(contents.contexts());
    contexts.merge(name, given, Context::overriddenBy);
    file.write(new Contents(contents.current().or(() -> Optional.of(name)), contexts));
    session.out().println("Set context " + name);
  }

  /** A mistake should show here, and not at each command that uses the context later. */
  private void requireUsable(Context given) {
    if (!NAME.matcher(name).matches()) {
      throw CommandFailure.usage(
          "'" + name + "' is not a name for a context; use letters, digits, '.', '_' and '-'");
    }
    if (given.equals(Context.EMPTY)) {
      throw CommandFailure.usage(
          "nothing to set: give --server, --as, --subscription, --group, --token-file or --tls-…");
    }
    given.server().ifPresent(CallSettings::requireServer);
    given.principal().ifPresent(principal -> CallSettings.requirePrincipal(principal, "--as"));
  }
}
