package io.postern.cli.identity;

import io.postern.cli.session.Durations;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern token rotate}. */
@Command(
    name = "rotate",
    description =
        "Give a token a new secret and a new life. The secret before stays good for --overlap.")
final class RotateTokenCommand implements Runnable {
  private final Session session;

  @Mixin private final WriteFlags flags = new WriteFlags();
  @Mixin private final TokenTarget target = new TokenTarget();

  @Parameters(paramLabel = "TOKEN", description = "The token, such as apiTokens/k7qd….")
  private String name = "";

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = Durations.class,
      description = "How long the secret before stays good. Default: 1h.")
  private Duration overlap = Duration.ofHours(1);

  RotateTokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var made = client.apiTokens().rotate(name, overlap, flags.options());
      target.take(session, made.getApiToken().getName(), made.getSecret());
    }
  }
}
