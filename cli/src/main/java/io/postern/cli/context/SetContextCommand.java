package io.postern.cli.context;

import io.postern.cli.session.Context;
import io.postern.cli.session.ContextFile.Contents;
import io.postern.cli.session.Session;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern context set}. */
@Command(
    name = "set",
    description =
        "Make or change a context: --server, --as, --subscription and --group are kept; what is not"
            + " given stays as it is. The first context is used from then on.")
final class SetContextCommand implements Runnable {
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
    var file = session.contextFile();
    var contents = file.read();
    var contexts = new LinkedHashMap<>(contents.contexts());
    contexts.merge(name, given, Context::overriddenBy);
    file.write(new Contents(contents.current().or(() -> Optional.of(name)), contexts));
    session.out().println("Set context " + name);
  }
}
