package io.postern.server.store.jdbc.document;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the fields of a document. Empty values are left out. */
final class JsonOut {
  private final ObjectNode node;

  JsonOut(ObjectNode node) {
    this.node = node;
  }

  static JsonOut create() {
    return new JsonOut(JsonNodeFactory.instance.objectNode());
  }

  ObjectNode node() {
    return node;
  }

  /** Writes a value as its text: names, addresses, prefixes, enum constants, strings. */
  JsonOut text(String field, Object value) {
    var text = value instanceof Enum<?> constant ? constant.name() : value.toString();
    if (!text.isEmpty()) node.put(field, text);
    return this;
  }

  JsonOut text(String field, Optional<?> value) {
    value.ifPresent(present -> text(field, present));
    return this;
  }

  JsonOut number(String field, long value) {
    node.put(field, value);
    return this;
  }

  JsonOut flag(String field, boolean value) {
    if (value) node.put(field, true);
    return this;
  }

  JsonOut time(String field, Optional<Instant> value) {
    value.ifPresent(present -> node.put(field, present.toString()));
    return this;
  }

  JsonOut duration(String field, Optional<Duration> value) {
    value.ifPresent(present -> node.put(field, present.toString()));
    return this;
  }

  JsonOut texts(String field, Collection<?> values) {
    if (values.isEmpty()) return this;
    var array = node.putArray(field);
    for (var value : values)
      array.add(value instanceof Enum<?> constant ? constant.name() : value.toString());
    return this;
  }

  JsonOut map(String field, Map<String, String> values) {
    if (values.isEmpty()) return this;
    var object = node.putObject(field);
    new TreeMap<>(values).forEach(object::put);
    return this;
  }

  <V> JsonOut object(String field, V value, BiConsumer<V, JsonOut> writer) {
    writer.accept(value, new JsonOut(node.putObject(field)));
    return this;
  }

  <V> JsonOut objects(String field, Collection<V> values, BiConsumer<V, JsonOut> writer) {
    if (values.isEmpty()) return this;
    var array = node.putArray(field);
    for (var value : values) writer.accept(value, new JsonOut(array.addObject()));
    return this;
  }
}
