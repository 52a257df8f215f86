package io.postern.cli.webhook;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern webhook}. */
@Command(
    name = "webhook",
    description =
        "Have changes posted to a receiver. 'postern get webhook' shows how far one is, 'postern"
            + " delete webhook' ends it.")
public final class WebhookCommand {
  private WebhookCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new WebhookCommand())
        .addSubcommand(new CreateWebhookCommand(session))
        .addSubcommand(new UpdateWebhookCommand(session))
        .addSubcommand(new RotateSecretCommand(session))
        .addSubcommand(new ReplayCommand(session));
  }
}
