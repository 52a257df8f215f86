package io.postern.cli.resource;

import com.google.protobuf.Message;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.noun.ParentOptions;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.client.PosternClient;
import io.postern.client.resource.ConnectionsClient;
import io.postern.client.resource.FixedResourceClient;
import io.postern.client.resource.PrivateDnsZonesClient;
import io.postern.client.resource.ResourceClient;
import io.postern.client.resource.ResourceTypesClient;
import io.postern.client.resource.WebhooksClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern delete NOUN NAME...}. */
@Command(name = "delete", description = "Delete resources, in the order given.")
public final class DeleteCommand implements Runnable {
  private final Session session;

  @Mixin private final ParentOptions scope = new ParentOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = "--cascade",
      description = "Zones: delete the links, and the places in zone groups, with them.")
  private boolean cascade;

  @Parameters(
      index = "0",
      paramLabel = "NOUN",
      converter = Nouns.class,
      description = "The kind of resource: " + Nouns.WORDS + ".")
  private Noun<?> noun = NetworkNouns.SUBSCRIPTION;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "NAME",
      description = "The names, in full or short.")
  private List<String> names = new ArrayList<>();

  public DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (names.size() > 1) flags.requireNoEtag();
    try (var client = session.connect()) {
      requireDeletable(client);
      var resolver = new NameResolver(client, session, scope);
      // All names are understood before the first deletion, so that a typing error deletes nothing.
      var fullNames = names.stream().map(name -> resolver.resolve(noun, name)).toList();
      for (var name : fullNames) {
        delete(client, noun, name);
        session
            .out()
            .println((flags.dryRun() ? "Would delete " : "Deleted ") + noun.label() + " " + name);
      }
    }
  }

  /** Says so before anything is looked up. */
  private void requireDeletable(PosternClient client) {
    var resources = noun.client().apply(client);
    if (!(resources instanceof ResourceClient<?>
        || resources instanceof FixedResourceClient<?>
        || resources instanceof ConnectionsClient
        || resources instanceof ResourceTypesClient
        || resources instanceof WebhooksClient)) {
      throw CommandFailure.usage(
          noun.labels() + " go with what they belong to and cannot be deleted by themselves");
    }
    if (cascade && !(resources instanceof PrivateDnsZonesClient)) {
      throw CommandFailure.usage("--cascade says nothing about a " + noun.label());
    }
  }

  private <R extends Message> void delete(PosternClient client, Noun<R> kind, String name) {
    var resources = kind.client().apply(client);
    var options = flags.options();
    switch (resources) {
      case PrivateDnsZonesClient zones -> zones.delete(name, cascade, options);
      case ResourceClient<R> all -> all.delete(name, options);
      case FixedResourceClient<R> fixed -> fixed.delete(name, options);
      case ConnectionsClient connections -> connections.delete(name, "", options);
      case ResourceTypesClient types -> types.delete(name, options);
      case WebhooksClient webhooks -> webhooks.delete(name, options);
      default -> throw new IllegalStateException(kind + " cannot be deleted");
    }
  }
}
