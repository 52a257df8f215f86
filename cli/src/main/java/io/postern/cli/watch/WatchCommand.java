package io.postern.cli.watch;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.client.watch.ConnectionWatchSpec;
import io.postern.client.watch.Watch;
import io.postern.client.watch.WatchSpec;
import io.postern.v1.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern watch}. */
@Command(
    name = "watch",
    description =
        "Show what there is, then every change as it happens, until Ctrl-C. A broken connection is"
            + " made again by itself and nothing is missed. As JSON it prints a line for each"
            + " change, as YAML a document.")
public final class WatchCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--parent",
      paramLabel = "NAME",
      description =
          "Only what is at or below this: the full name of a subscription, resource group or"
              + " resource. Default: the subscription and group of the context, if any.")
  private @Nullable String parent;

  @Option(
      names = "--resume",
      paramLabel = "TOKEN",
      description = "Go on where an earlier watch of the same things ended, without a snapshot.")
  private String resumeToken = "";

  @Option(
      names = "--connections",
      description = "Watch connections from the side of their targets, whatever their endpoints.")
  private boolean connections;

  @Option(
      names = "--count",
      paramLabel = "COUNT",
      description =
          "End when so many changes have come; 0 ends when everything there is has been shown.")
  private long count = Long.MAX_VALUE;

  @Parameters(
      paramLabel = "NOUN",
      arity = "0..*",
      description = "The kinds of resources to watch, of " + Nouns.WORDS + ". Default: all.")
  private List<String> words = new ArrayList<>();

  public WatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    // Not by a converter: where any number of words may stand, a wrong one is none of them.
    var nouns = words.stream().<Noun<?>>map(new Nouns()::convert).toList();
    if (connections && !nouns.isEmpty()) {
      throw CommandFailure.usage("--connections watches connections only; leave the kinds out");
    }
    if (count < 0) throw CommandFailure.usage("--count is 0 or more, not " + count);
    try (var client = session.connect()) {
      // A watch waits for its server for ever; a person should be told that there is none.
      client.subscriptions().listPage("", 1, "");
      follow(client, nouns);
    }
  }

  private void follow(PosternClient client, List<Noun<?>> nouns) {
    var narrowed = narrowedTo(client);
    var ending = new Ending(session, count);
    try (var watch =
        connections
            ? watchConnections(client, narrowed, ending)
            : watch(client, nouns, narrowed, ending)) {
      ending.await(watch);
    }
  }

  private Watch watch(PosternClient client, List<Noun<?>> nouns, String narrowed, Ending ending) {
    var spec = WatchSpec.ALL.withResumeToken(resumeToken).withParent(narrowed);
    var kinds = nouns.stream().map(WatchCommand::kind).toArray(ResourceKind[]::new);
    return client.watch(spec.withKinds(kinds), ChangePrinter.ofResources(session, ending));
  }

  private Watch watchConnections(PosternClient client, String narrowed, Ending ending) {
    var spec = ConnectionWatchSpec.ALL.withResumeToken(resumeToken).withParent(narrowed);
    return client.watchConnections(spec, ChangePrinter.ofConnections(session, ending));
  }

  private String narrowedTo(PosternClient client) {
    if (parent == null) {
      var resolver = new NameResolver(client, session, new ScopeOptions());
      return LinkNouns.ENDPOINT.pattern().place(resolver.known(LinkNouns.ENDPOINT)).orElse("");
    }
    var bare = parent.startsWith("/") ? parent.substring(1) : parent;
    if (!bare.toLowerCase(Locale.ROOT).startsWith("subscriptions/")) {
      throw CommandFailure.usage(
          "--parent takes a full name, such as subscriptions/contoso, not '" + parent + "'");
    }
    return bare;
  }

  /** The API calls a kind by the name of its message: VirtualNetwork is VIRTUAL_NETWORK. */
  private static ResourceKind kind(Noun<?> noun) {
    var message = noun.prototype().getDescriptorForType().getName();
    var snake = message.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    return ResourceKind.valueOf("RESOURCE_KIND_" + snake);
  }
}
