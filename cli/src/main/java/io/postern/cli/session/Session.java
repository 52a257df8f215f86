package io.postern.cli.session;

import io.postern.client.PosternClient;
import io.postern.client.PosternClientBuilder;
import io.postern.client.call.RetryPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command: its terminal and the options that all commands have, with what the
 * environment and the context say where an option is not given.
 */
public final class Session {
  /**
   * A person waits: a server that is not there should show at once, one that restarts may not. The
   * longest pause is that of a watch, which does not give up.
   */
  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(5));

  private final Terminal terminal;
  private final GlobalOptions options;
  private @Nullable Context context;
  private String contextName = "";
  private String narrowing = "";

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
    contextName = name.get();
    return found;
  }

  /** The failure for a context that there is not. */
  public static CommandFailure unknownContext(String name, ContextFile.Contents contents) {
    var names = contents.contexts().keySet();
    var suggestion = Suggestion.sentence(name, names);
    var known = names.isEmpty() ? "none" : String.join(", ", names);
    return CommandFailure.usage(
        "there is no context '"
            + name
            + "'"
            + (suggestion.isEmpty() ? "; there is " + known : suggestion));
  }

  /**
   * Notes that names are completed with a setting that nobody typed for this command. When nothing
   * is found, that is told: it is easily forgotten.
   *
   * @param what the setting and its value, such as {@code group app}
   * @param variable the environment variable that it may come from
   * @param option what takes it back
   */
  public void narrowedBy(String what, String variable, String option) {
    var source = environment(variable).isPresent() ? variable : "context '" + contextName + "'";
    narrowing = what + " is from " + source + "; " + option + " looks in all";
  }

  /** What {@link #narrowedBy} noted last; empty when nothing was. */
  String narrowing() {
    return narrowing;
  }

  private Context environment() {
    return new Context(
        environment("POSTERN_SERVER"),
        environment("POSTERN_PRINCIPAL"),
        environment("POSTERN_SUBSCRIPTION"),
        environment("POSTERN_GROUP"),
        new Access(
            environmentFile("POSTERN_TOKEN_FILE"),
            environmentFile("POSTERN_TLS_CA"),
            environmentFile("POSTERN_TLS_CERT"),
            environmentFile("POSTERN_TLS_KEY"),
            environment("POSTERN_TLS_SERVER_NAME")));
  }

  private Optional<Path> environmentFile(String name) {
    return environment(name).map(Path::of);
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
        Optional.empty(),
        new Access(
            Optional.ofNullable(options.tokenFile),
            Optional.ofNullable(options.tlsCa),
            Optional.ofNullable(options.tlsCertificate),
            Optional.ofNullable(options.tlsKey),
            Optional.ofNullable(options.tlsServerName)));
  }

  /** The server to call, {@code host:port}. */
  public String server() {
    return CallSettings.requireServer(
        context().server().orElse(PosternClientBuilder.DEFAULT_TARGET));
  }

  /** Who calls; empty for the administrator. */
  private Optional<String> principal() {
    var principal = context().principal();
    principal.ifPresent(declared -> CallSettings.requirePrincipal(declared, sourceOfPrincipal()));
    return principal;
  }

  private String sourceOfPrincipal() {
    if (options.principal != null) return "--as";
    return environment("POSTERN_PRINCIPAL").isPresent() ? "POSTERN_PRINCIPAL" : "the context";
  }

  /** A client of the server, which the caller closes. Nothing is connected yet. */
  public PosternClient connect() {
    ClientLog.silence();
    return build(builder(server()).deadline(options.timeout).retries(RETRIES));
  }

  /** The same with a token that is not kept yet. */
  public PosternClient connectWith(String token) {
    ClientLog.silence();
    return build(builder(server()).token(token).deadline(options.timeout).retries(RETRIES));
  }

  /** The token that is given for this command alone; empty if there is none. */
  public Optional<String> givenToken() {
    var file =
        Optional.ofNullable(options.tokenFile).or(() -> environmentFile("POSTERN_TOKEN_FILE"));
    return file.map(OwnerFile::readToken).or(() -> environment("POSTERN_TOKEN"));
  }

  /** Makes a client; a file that it cannot be made with is told like any other mistake. */
  private static PosternClient build(PosternClientBuilder client) {
    try {
      return client.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** What a client of a server is made from: who calls, and how both prove who they are. */
  public PosternClientBuilder builder(String server) {
    var client = PosternClient.builder().target(server);
    context().access().tls().ifPresent(client::tls);
    token(server).ifPresent(client::token);
    principal().ifPresent(client::principal);
    actions().ifPresent(client::actions);
    return client;
  }

  private Optional<String> token(String server) {
    var kept = context().access().tokenFile();
    return givenToken()
        .or(() ->
            kept.or(() -> LocalServers.of(terminal).tokenFile(server)).map(OwnerFile::readToken));
  }

  private Optional<String> actions() {
    return Optional.ofNullable(options.actions)
        .map(list -> String.join(",", list))
        .or(() -> environment("POSTERN_ACTIONS"));
  }
}
