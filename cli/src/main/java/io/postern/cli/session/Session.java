package io.postern.cli.session;

import io.postern.client.PosternClient;
import io.postern.client.PosternClientBuilder;
import io.postern.client.call.RetryPolicy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command: its terminal and the options that all commands have, with what the
 * environment and the context say where an option is not given.
 */
public final class Session {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\]):[0-9]{1,5}");

  /**
   * A person waits: a server that is not there should show at once, one that restarts may not. The
   * longest pause is that of a watch, which does not give up.
   */
  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(5));

  private final Terminal terminal;
  private final GlobalOptions options;
  private @Nullable Context context;

  public Session(Terminal terminal, GlobalOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  public Terminal terminal() {
    return terminal;
  }

  public PrintWriter out() {
    return terminal.out();
  }

  public PrintWriter err() {
    return terminal.err();
  }

  public OutputFormat output() {
    return options.output;
  }

  /** How long one call may take. */
  public Duration timeout() {
    return options.timeout;
  }

  public ContextFile contextFile() {
    return ContextFile.of(terminal);
  }

  /** The settings that hold for this run. */
  public Context context() {
    var known = context;
    if (known == null) {
      known = stored().overriddenBy(environment()).overriddenBy(given());
      context = known;
    }
    return known;
  }

  /** The settings of the context that is named, or else of the current one. */
  private Context stored() {
    var contents = contextFile().read();
    var named = Optional.ofNullable(options.context).or(() -> environment("POSTERN_CONTEXT"));
    var name = named.or(contents::current);
    if (name.isEmpty()) return Context.EMPTY;
    var found = contents.contexts().get(name.get());
    if (found == null) throw unknownContext(name.get(), contents);
    return found;
  }

  /** The failure for a context that there is not. */
  public static CommandFailure unknownContext(String name, ContextFile.Contents contents) {
    return CommandFailure.usage(
        "there is no context '"
            + name
            + "'"
            + Suggestion.sentence(name, contents.contexts().keySet()));
  }

  private Context environment() {
    return new Context(
        environment("POSTERN_SERVER"),
        environment("POSTERN_PRINCIPAL"),
        environment("POSTERN_SUBSCRIPTION"),
        environment("POSTERN_GROUP"));
  }

  private Optional<String> environment(String name) {
    return Optional.ofNullable(terminal.environment().get(name)).filter(value -> !value.isBlank());
  }

  /** The settings that stand in the command line. */
  public Context given() {
    return new Context(
        Optional.ofNullable(options.server),
        Optional.ofNullable(options.principal),
        Optional.empty(),
        Optional.empty());
  }

  /** The server to call, {@code host:port}. */
  public String server() {
    var server = context().server().orElse(PosternClientBuilder.DEFAULT_TARGET);
    if (!ADDRESS.matcher(server).matches()) {
      throw CommandFailure.usage(
          "'" + server + "' is not the address of a server; write it like 127.0.0.1:7443");
    }
    return server;
  }

  /** A client of the server, which the caller closes. Nothing is connected yet. */
  public PosternClient connect() {
    ClientLog.silence();
    var client =
        PosternClient.builder().target(server()).deadline(options.timeout).retries(RETRIES);
    context().principal().ifPresent(client::principal);
    return client.build();
  }
}
