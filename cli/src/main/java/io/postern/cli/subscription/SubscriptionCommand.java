package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern subscription}. */
@Command(name = "subscription", description = "Set up subscriptions.")
public final class SubscriptionCommand {
  private SubscriptionCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new SubscriptionCommand())
        .addSubcommand(new RegisterProviderCommand(session))
        .addSubcommand(new UnregisterProviderCommand(session))
        .addSubcommand(new QuotasCommand(session))
        .addSubcommand(new VerifyDomainCommand(session))
        .addSubcommand(new ForgetDomainCommand(session));
  }
}
