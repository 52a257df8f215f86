package io.postern.cli.explain;

import io.postern.cli.dns.ViewOption;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A question to DNS, and whose view it is asked in. */
final class QuestionOptions {
  @Mixin private final ViewOption view = new ViewOption();

  @Option(names = "--type", paramLabel = "TYPE", description = "The type to ask for. Default: A.")
  private String type = "A";

  @Parameters(index = "0", paramLabel = "NAME", description = "The name to ask for.")
  private String name = "";

  /** The full name of the virtual network; empty for the public view. */
  String network(PosternClient client, Session session) {
    return view.network(client, session);
  }

  String name() {
    return name;
  }

  String type() {
    return type.toUpperCase(Locale.ROOT);
  }

  /** As people read it. */
  @Override
  public String toString() {
    return name + " " + type();
  }
}
