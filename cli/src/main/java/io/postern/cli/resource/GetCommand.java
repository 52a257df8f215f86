package io.postern.cli.resource;

import com.google.protobuf.Message;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.noun.ParentOptions;
import io.postern.cli.noun.Related;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.FreshnessOptions;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern get NOUN NAME}. */
@Command(name = "get", description = "Show one resource.")
public final class GetCommand implements Runnable {
  private final Session session;

  @Mixin private final ParentOptions scope = new ParentOptions();

  @Mixin private final FreshnessOptions freshness = new FreshnessOptions();

  @Parameters(
      index = "0",
      paramLabel = "NOUN",
      converter = Nouns.class,
      description = "The kind of resource: " + Nouns.WORDS + ".")
  private Noun<?> noun = NetworkNouns.SUBSCRIPTION;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name, in full or short.")
  private String name = "";

  public GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var connected = session.connect()) {
      var client = freshness.of(connected);
      show(client, noun, new NameResolver(client, session, scope).resolve(noun, name));
    }
  }

  private <R extends Message> void show(PosternClient client, Noun<R> kind, String fullName) {
    var resource = kind.client().apply(client).get(fullName);
    if (session.output() != OutputFormat.TABLE) {
      new MessagePrinter(session.out(), session.output()).one(resource);
      return;
    }
    var values = kind.pattern().match(kind.nameOf(resource)).orElseThrow();
    var group = NetworkNouns.VNET.pattern().listParent(values);
    new ResourceView<>(kind, new Related(client, group))
        .details(resource)
        .forEach(session.out()::println);
  }
}
