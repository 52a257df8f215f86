package io.postern.cli.identity;

import io.postern.cli.session.Durations;
import io.postern.cli.session.Session;
import io.postern.client.call.WriteOptions;
import io.postern.v1.ApiToken;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern token create}. */
@Command(
    name = "create",
    description = {
      "Make a token. It is told once; the server keeps a hash of it alone.",
      "Without --for it is for yourself; administrators make tokens for anybody."
    })
final class CreateTokenCommand implements Runnable {
  private final Session session;

  @Mixin private final TokenTarget target = new TokenTarget();

  @Option(
      names = "--for",
      paramLabel = "NAME@TENANT",
      description = "Whom its bearer acts for, such as ci@contoso, or administrator.")
  private String principal = "";

  @Option(
      names = "--allow",
      paramLabel = "ACTION[,ACTION…]",
      split = ",",
      description =
          "The actions that its bearer may perform, such as 'Microsoft.Network/*/read'; ! takes"
              + " out. Default: all that the principal may.")
  private List<String> actions = List.of();

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description =
          "A virtual network that its bearer may have DNS nodes for, in full. May be repeated."
              + " Default: all.")
  private List<String> networks = List.of();

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long it is good for, such as 24h. Default: what the server says, 90 days.")
  private Duration lifetime = Duration.ZERO;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private String description = "";

  @Option(names = "--dry-run", description = "Have the server check everything and change nothing.")
  private boolean dryRun;

  CreateTokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var token =
        ApiToken.newBuilder()
            .setPrincipal(principal)
            .setDescription(description)
            .addAllActions(actions)
            .addAllVirtualNetworks(networks)
            .setLifetime(com.google.protobuf.util.Durations.fromMillis(lifetime.toMillis()))
            .build();
    try (var client = session.connect()) {
      var made = client.apiTokens().create(token, WriteOptions.DEFAULT.withValidateOnly(dryRun));
      target.take(session, made.getApiToken().getName(), made.getSecret());
    }
  }
}
