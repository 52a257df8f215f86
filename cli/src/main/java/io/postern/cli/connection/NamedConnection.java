package io.postern.cli.connection;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.TargetOptions;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The connection that a command is about. */
final class NamedConnection {
  @Mixin private final TargetOptions scope = new TargetOptions();

  @Parameters(
      paramLabel = "NAME",
      description =
          "The connection. The name of its endpoint is enough where only one connection has it.")
  private String given = "";

  /** Its name in full. */
  String name(PosternClient client, Session session) {
    return new NameResolver(client, session, scope).resolve(LinkNouns.CONNECTION, given);
  }
}
