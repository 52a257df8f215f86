package io.postern.cli.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that every command has. They may stand before or after the command's own words. What
 * is not given comes from the environment, then from the context, then has a default; {@link
 * Session} decides that.
 */
public final class GlobalOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the help of a command.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version of this program.")
  boolean version;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description = {
        "The server to call. Also POSTERN_SERVER, or the context.",
        "Default: 127.0.0.1:7443."
      })
  @Nullable String server;

  @Option(
      names = "--as",
      paramLabel = "NAME@TENANT",
      scope = ScopeType.INHERIT,
      description = {
        "Whom to act for, such as alice@contoso. Only administrators may, and anybody on a server"
            + " with 'auth.mode: declared'. Also POSTERN_PRINCIPAL, or the context.",
        "Default: whoever the token is for."
      })
  @Nullable String principal;

  @Option(
      names = "--actions",
      paramLabel = "ACTION[,ACTION…]",
      split = ",",
      scope = ScopeType.INHERIT,
      description = {
        "Limit the call to these of Azure's actions, such as 'Microsoft.Network/*/read': * is any"
            + " characters, ! takes out. To see what a role needs. Also POSTERN_ACTIONS.",
        "Default: all."
      })
  @Nullable List<String> actions;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "A file with the token to show. Also POSTERN_TOKEN_FILE, POSTERN_TOKEN with the token"
            + " itself, or the context.",
        "Default: the administrator's, for a server of your own on this machine."
      })
  @Nullable Path tokenFile;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "Call by TLS, and trust the authorities in this file, in PEM. Also POSTERN_TLS_CA, or the"
            + " context.",
        "Default: what Java trusts; to this machine no TLS."
      })
  @Nullable Path tlsCa;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Your certificate, in PEM. Also POSTERN_TLS_CERT, or the context.")
  @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Its private key, in PEM. Also POSTERN_TLS_KEY, or the context.")
  @Nullable Path tlsKey;

  @Option(
      names = "--tls-server-name",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The name that the server's certificate is for, where it is not the one in --server."
              + " Also POSTERN_TLS_SERVER_NAME, or the context.")
  @Nullable String tlsServerName;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The context to take settings from, in place of the current one.")
  @Nullable String context;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      defaultValue = "table",
      converter = OutputFormat.Reader.class,
      description = "table, json or yaml. Default: table.")
  OutputFormat output = OutputFormat.TABLE;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      defaultValue = "10s",
      converter = Durations.class,
      description =
          "How long one call to the server may take, such as 500ms, 10s or 2m. Default: 10s.")
  Duration timeout = Duration.ofSeconds(10);
}
