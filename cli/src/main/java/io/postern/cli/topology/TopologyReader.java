package io.postern.cli.topology;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.postern.cli.name.NamePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a topology file. Its nesting is that of the names: subscriptions, in them resource groups,
 * in those the kinds by their plural, in those the resources by the end of their name, and so on
 * for the kinds that stand below another one. docs/topology.md describes it.
 */
final class TopologyReader {
  private static final String SUBSCRIPTIONS = "subscriptions";
  private static final String RESOURCE_GROUPS = "resourceGroups";
  private static final String REGION = "region";
  private static final String PROVIDERS = "registeredProviders";
  private static final String QUOTAS = "quotas";

  private final Map<String, Declaration<?>> declarations = new LinkedHashMap<>();

  private TopologyReader() {}

  /**
   * @throws TopologyException when something in it cannot be used
   */
  static Topology read(String text) {
    var reader = new TopologyReader();
    Yaml.document(text).ifPresent(reader::file);
    return Topology.ordered(reader.declarations);
  }

  private void file(Node node) {
    var entries = Yaml.entries(node);
    var region = region(entries, Optional.empty());
    for (var entry : entries) {
      switch (entry.key()) {
        case REGION -> {}
        case SUBSCRIPTIONS ->
            Yaml.entries(entry.value()).forEach(each -> subscription(each, region));
        default ->
            throw Yaml.unknown(entry, "a part of a topology", List.of(SUBSCRIPTIONS, REGION));
      }
    }
  }

  private void subscription(Yaml.Entry entry, Optional<Node> outerRegion) {
    var scope = List.of(id(entry));
    var type = ResourceType.SUBSCRIPTION;
    var entries = Yaml.entries(entry.value());
    var region = region(entries, outerRegion);
    var settable = FieldReader.settable(type.prototype().getDescriptorForType());
    var fields = new LinkedHashMap<FieldDescriptor, Wanted>();
    var providers = new ArrayList<String>();
    var quotas = new LinkedHashMap<String, Long>();
    // The subscription comes before what is in it, wherever its fields stand.
    var groups = new ArrayList<Yaml.Entry>();
    for (var each : entries) {
      switch (each.key()) {
        case REGION -> {}
        case RESOURCE_GROUPS -> groups.addAll(Yaml.entries(each.value()));
        case PROVIDERS -> Yaml.items(each.value()).forEach(it -> providers.add(Yaml.text(it)));
        case QUOTAS -> Yaml.entries(each.value()).forEach(it -> quotas.put(it.key(), limit(it)));
        default -> {
          var field = settable.get(each.key());
          if (field == null)
            throw FieldReader.unknown(
                type.prototype().getDescriptorForType(),
                each,
                with(settable.keySet(), RESOURCE_GROUPS, PROVIDERS, QUOTAS, REGION));
          fields.put(field, new FieldReader(scope).value(field, each.value()));
        }
      }
    }
    add(
        entry,
        new Declaration<>(
            type,
            NameForm.full(type.pattern(), scope),
            "",
            scope.getFirst(),
            new Wanted.Fields(fields),
            providers,
            quotas,
            new Place(entry)));
    for (var group : groups) resourceGroup(group, scope.getFirst(), region);
  }

  private static long limit(Yaml.Entry quota) {
    var text = Yaml.text(quota.value());
    if (text.matches("[0-9]{1,18}")) return Long.parseLong(text);
    throw TopologyException.at(quota.value(), "'" + text + "' is not a limit; write a number");
  }

  private void resourceGroup(Yaml.Entry entry, String subscription, Optional<Node> outerRegion) {
    var scope = List.of(subscription, id(entry));
    var entries = Yaml.entries(entry.value());
    var region = region(entries, outerRegion);
    var kinds = byPlural(NameForm.RESOURCE_GROUP);
    for (var each : entries) {
      if (each.key().equals(REGION)) continue;
      var type = kinds.get(each.key());
      if (type == null)
        throw Yaml.unknown(
            each, "a kind of resource in a resource group", with(kinds.keySet(), REGION));
      resources(type, NameForm.full(NameForm.RESOURCE_GROUP, scope), scope, each.value(), region);
    }
  }

  private void resources(
      ResourceType<?> type, String parent, List<String> scope, Node node, Optional<Node> region) {
    for (var entry : Yaml.entries(node)) resource(type, parent, scope, entry, region);
  }

  private void resource(
      ResourceType<?> type,
      String parent,
      List<String> parentScope,
      Yaml.Entry entry,
      Optional<Node> region) {
    var scope = scope(type, parentScope, entry);
    var name = NameForm.full(type.pattern(), scope);
    var message = type.prototype().getDescriptorForType();
    var settable = FieldReader.settable(message);
    var children = byPlural(type.pattern());
    var reader = new FieldReader(scope);
    var fields = implied(type, scope, entry);
    var below = new LinkedHashMap<ResourceType<?>, Node>();
    for (var each : Yaml.entries(entry.value())) {
      var child = children.get(each.key());
      var field = settable.get(each.key());
      if (child != null) below.put(child, each.value());
      else if (field != null) fields.put(field, reader.value(field, each.value()));
      else throw FieldReader.unknown(message, each, union(settable.keySet(), children.keySet()));
    }
    var regionField = settable.get(REGION);
    if (regionField != null && region.isPresent())
      fields.putIfAbsent(regionField, reader.value(regionField, region.get()));
    add(
        entry,
        new Declaration<>(
            type,
            name,
            parent,
            scope.getLast(),
            new Wanted.Fields(fields),
            List.of(),
            Map.of(),
            new Place(entry)));
    below.forEach((child, node) -> resources(child, name, scope, node, Optional.empty()));
  }

  private static Map<FieldDescriptor, Wanted> implied(
      ResourceType<?> type, List<String> scope, Yaml.Entry entry) {
    try {
      return new LinkedHashMap<>(ImpliedFields.of(type, scope));
    } catch (IllegalArgumentException e) {
      throw badKey(type, entry);
    }
  }

  /** The short name of a resource: that of its parent and its key, which may be several values. */
  private static List<String> scope(
      ResourceType<?> type, List<String> parentScope, Yaml.Entry entry) {
    var values = List.of(entry.key().split("/", -1));
    int wanted = type.pattern().variables().size() - parentScope.size();
    if (values.size() != wanted || values.contains("")) throw badKey(type, entry);
    var scope = new ArrayList<>(parentScope);
    scope.addAll(values);
    return List.copyOf(scope);
  }

  private static TopologyException badKey(ResourceType<?> type, Yaml.Entry entry) {
    return TopologyException.at(
        entry.keyNode(),
        "'"
            + entry.key()
            + "' cannot be the key of a "
            + type.singular()
            + "; write "
            + ImpliedFields.keyForm(type)
            + "");
  }

  private void add(Yaml.Entry entry, Declaration<?> declaration) {
    if (declarations.put(declaration.key(), declaration) != null)
      throw TopologyException.at(
          entry.keyNode(),
          "the "
              + declaration.type().singular()
              + " '"
              + declaration.shortName()
              + "' is here twice; names are compared without case");
  }

  private static String id(Yaml.Entry entry) {
    if (entry.key().isEmpty() || entry.key().contains("/"))
      throw TopologyException.at(entry.keyNode(), "'" + entry.key() + "' cannot be a name here");
    return entry.key();
  }

  private static Optional<Node> region(List<Yaml.Entry> entries, Optional<Node> outer) {
    return entries.stream()
        .filter(entry -> entry.key().equals(REGION))
        .map(Yaml.Entry::value)
        .findFirst()
        .or(() -> outer);
  }

  private static Map<String, ResourceType<?>> byPlural(NamePattern parent) {
    var kinds = new LinkedHashMap<String, ResourceType<?>>();
    for (var type : ResourceType.below(parent)) kinds.put(type.plural(), type);
    return kinds;
  }

  private static Set<String> with(Set<String> words, String... more) {
    return union(words, new LinkedHashSet<>(List.of(more)));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    var all = new LinkedHashSet<>(first);
    all.addAll(second);
    return all;
  }
}
