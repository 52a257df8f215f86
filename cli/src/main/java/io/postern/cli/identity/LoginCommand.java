package io.postern.cli.identity;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Context;
import io.postern.cli.session.ContextFile.Contents;
import io.postern.cli.session.OwnerFile;
import io.postern.cli.session.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern login}. */
@Command(
    name = "login",
    description = {
      "Keep a token for a server, in a file that you alone can read, and use it from then on as the"
          + " context NAME. The token is read from --token-file or POSTERN_TOKEN, or asked for; it"
          + " is tried before it is kept. --server and --tls-ca and the like are kept with it."
    })
public final class LoginCommand implements Runnable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final Session session;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      defaultValue = "default",
      description = "The context to make or change. Default: default.")
  private String name = "default";

  public LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (!NAME.matcher(name).matches())
      throw CommandFailure.usage(
          "'" + name + "' is not a name for a context; use letters, digits, '.', '_' and '-'");
    var token = token();
    var server = session.server();
    String principal;
    try (var client = session.connectWith(token)) {
      principal = client.identity().whoAmI().getPrincipal();
    }
    var file = session.contextFile().tokenFile(name);
    OwnerFile.write(file, token + "\n");
    keep(server, file);
    session.out().println("Logged in to " + server + " as " + principal + ", context " + name);
  }

  private String token() {
    return session
        .givenToken()
        .or(() -> session.terminal().person().askSecret("Token: "))
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            CommandFailure.usage(
                "nobody is there to type a token; give --token-file FILE or POSTERN_TOKEN"));
  }

  private void keep(String server, Path tokenFile) {
    var contexts = session.contextFile();
    var contents = contexts.read();
    var all = new LinkedHashMap<>(contents.contexts());
    var given = session.given();
    var kept = given.with(given.access().withTokenFile(tokenFile)).withServer(server);
    all.merge(name, kept, Context::overriddenBy);
    contexts.write(new Contents(Optional.of(name), all));
  }
}
