package io.postern.cli.resource;

import com.google.protobuf.Message;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.noun.ParentOptions;
import io.postern.cli.noun.Related;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.FreshnessOptions;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import java.util.SequencedMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern list NOUN}. */
@Command(
    name = "list",
    description =
        "List resources of one kind: all that the caller may see, or those that the options and the"
            + " context narrow it down to.")
public final class ListCommand implements Runnable {
  private final Session session;

  @Mixin private final ParentOptions scope = new ParentOptions();

  @Mixin private final FreshnessOptions freshness = new FreshnessOptions();

  @Mixin private final FilterOptions filter = new FilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "List this many at most. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Parameters(
      index = "0",
      paramLabel = "NOUN",
      converter = Nouns.class,
      description = "The kind of resource: " + Nouns.WORDS + ".")
  private Noun<?> noun = NetworkNouns.SUBSCRIPTION;

  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (limit < 1) throw CommandFailure.usage("--limit is 1 or more, not " + limit);
    try (var connected = session.connect()) {
      var client = freshness.of(connected);
      list(client, noun, new NameResolver(client, session, scope));
    }
  }

  private <R extends Message> void list(PosternClient client, Noun<R> kind, NameResolver resolver) {
    var known = resolver.known(kind);
    var parent = kind.pattern().listParent(known);
    var wanted = filter.forKind(kind, resolver);
    var found = kind.client().apply(client).list(parent).stream().filter(wanted).limit(limit);
    if (session.output() == OutputFormat.TABLE) {
      printTable(client, kind, known, found);
    } else {
      new MessagePrinter(session.out(), session.output()).list(found);
    }
  }

  private <R extends Message> void printTable(
      PosternClient client, Noun<R> kind, SequencedMap<String, String> known, Stream<R> found) {
    var group = NetworkNouns.VNET.pattern().listParent(known);
    var view = new ResourceView<>(kind, new Related(client, group));
    var table = view.table(found, known.keySet());
    if (table.isEmpty()) {
      session.out().println(nothing(kind, known));
    } else {
      table.lines().forEach(session.out()::println);
    }
  }

  private static String nothing(Noun<?> kind, SequencedMap<String, String> known) {
    var place = kind.pattern().place(known).map(name -> " in " + name).orElse("");
    return "No " + kind.labels() + place + ".";
  }
}
