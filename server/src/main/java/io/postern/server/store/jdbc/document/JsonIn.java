package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.ResourceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the fields of a document. A field that is absent reads as empty. */
final class JsonIn {
  private final JsonNode node;

  JsonIn(JsonNode node) {
    this.node = node;
  }

  String text(String field) {
    return optional(field).orElse("");
  }

  Optional<String> optional(String field) {
    var value = node.get(field);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asString());
  }

  /** Reads a text as a richer value, such as {@code body.as("subnet", ResourceName::of)}. */
  <V> V as(String field, Function<String, V> parser) {
    return optional(field)
        .map(parser)
        .orElseThrow(() -> new IllegalStateException("A stored document lacks '" + field + "'."));
  }

  ResourceName name(String field) {
    return as(field, ResourceName::of);
  }

  Optional<ResourceName> optionalName(String field) {
    return optional(field).map(ResourceName::of);
  }

  <E extends Enum<E>> E constant(String field, E absent) {
    return optional(field)
        .map(text -> Enum.valueOf(absent.getDeclaringClass(), text))
        .orElse(absent);
  }

  long number(String field) {
    var value = node.get(field);
    return value == null ? 0 : value.asLong();
  }

  boolean flag(String field) {
    var value = node.get(field);
    return value != null && value.asBoolean();
  }

  Optional<Instant> time(String field) {
    return optional(field).map(StoredTime::parse);
  }

  Optional<Duration> duration(String field) {
    return optional(field).map(Duration::parse);
  }

  List<String> texts(String field) {
    return texts(field, Function.identity());
  }

  <V> List<V> texts(String field, Function<String, V> parser) {
    var values = new ArrayList<V>();
    for (var item : array(field)) values.add(parser.apply(item.asString()));
    return values;
  }

  Map<String, String> map(String field) {
    var values = new LinkedHashMap<String, String>();
    var object = node.get(field);
    if (object != null)
      object.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    return values;
  }

  <V> V object(String field, Function<JsonIn, V> reader) {
    var value = node.get(field);
    return reader.apply(new JsonIn(value == null ? JsonNodeFactory.instance.objectNode() : value));
  }

  <V> List<V> objects(String field, Function<JsonIn, V> reader) {
    var values = new ArrayList<V>();
    for (var item : array(field)) values.add(reader.apply(new JsonIn(item)));
    return values;
  }

  private Iterable<JsonNode> array(String field) {
    var value = node.get(field);
    return value == null ? List.of() : value.values();
  }
}
