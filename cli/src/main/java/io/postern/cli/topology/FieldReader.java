package io.postern.cli.topology;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.api.ResourceProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.postern.cli.name.NamePattern;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the fields of a message from YAML by its descriptor, under their JSON names.
 *
 * @param scope the values of the short name of the resource that the fields belong to, from which
 *     short references are completed
 */
record FieldReader(List<String> scope) {
  /** Fields that are given otherwise: by the key of the resource, or by reading it. */
  private static final Set<String> NEVER_WRITTEN = Set.of("name", "etag");

  private static final Set<Descriptor> WRITTEN_AS_TEXT =
      Set.of(Duration.getDescriptor(), Timestamp.getDescriptor());

  /** Whether a file can set the field. */
  static boolean isSettable(FieldDescriptor field) {
    boolean isResource =
        field.getContainingType().getOptions().hasExtension(ResourceProto.resource);
    return !(isResource && NEVER_WRITTEN.contains(field.getName()))
        && !has(field, FieldBehavior.OUTPUT_ONLY);
  }

  static boolean has(FieldDescriptor field, FieldBehavior behavior) {
    return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(behavior);
  }

  /** The fields of a message that can be set, by the key to set them with. */
  static Map<String, FieldDescriptor> settable(Descriptor message) {
    var fields = new LinkedHashMap<String, FieldDescriptor>();
    for (var field : message.getFields())
      if (isSettable(field)) fields.put(field.getJsonName(), field);
    return fields;
  }

  Wanted.Fields fields(Descriptor message, Node node) {
    var settable = settable(message);
    var values = new LinkedHashMap<FieldDescriptor, Wanted>();
    for (var entry : Yaml.entries(node)) {
      var field = settable.get(entry.key());
      if (field == null) throw unknown(message, entry, settable.keySet());
      values.put(field, value(field, entry.value()));
    }
    return new Wanted.Fields(values);
  }

  static TopologyException unknown(Descriptor message, Yaml.Entry entry, Set<String> known) {
    for (var field : message.getFields()) {
      if (field.getJsonName().equals(entry.key()))
        return TopologyException.at(
            entry.keyNode(), "'" + entry.key() + "' is not for a file to set: the server does");
    }
    return Yaml.unknown(entry, "a field of a " + message.getName(), known);
  }

  /** What the file says about one field. */
  Wanted value(FieldDescriptor field, Node node) {
    if (field.isMapField()) return entries(node);
    if (!field.isRepeated()) return single(field, node);
    var items = new ArrayList<Wanted>();
    for (var item : Yaml.items(node)) items.add(single(field, item));
    return new Wanted.Items(items);
  }

  private static Wanted entries(Node node) {
    var entries = new LinkedHashMap<String, String>();
    for (var entry : Yaml.entries(node)) entries.put(entry.key(), Yaml.text(entry.value()));
    return new Wanted.Entries(entries);
  }

  private Wanted single(FieldDescriptor field, Node node) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !WRITTEN_AS_TEXT.contains(field.getMessageType()))
      return fields(field.getMessageType(), node);
    var text = Yaml.text(node);
    try {
      return new Wanted.Leaf(leaf(field, text));
    } catch (ParseException | IllegalArgumentException e) {
      throw TopologyException.at(
          node, "'" + text + "' does not fit '" + field.getJsonName() + "'; " + needed(field));
    }
  }

  private Object leaf(FieldDescriptor field, String text) throws ParseException {
    return switch (field.getType()) {
      case STRING -> Wanted.isReference(field) ? fullName(field, text) : text;
      case BOOL -> bool(text);
      case INT32 -> Integer.parseInt(text);
      case UINT32 -> Integer.parseUnsignedInt(text);
      case INT64 -> Long.parseLong(text);
      case ENUM -> EnumNames.parse(field.getEnumType(), text);
      case MESSAGE ->
          field.getMessageType().equals(Duration.getDescriptor())
              ? Durations.parse(text)
              : Timestamps.parse(text);
      default -> throw new IllegalStateException("The API has no fields like " + field);
    };
  }

  private static boolean bool(String text) {
    if (text.equals("true")) return true;
    if (text.equals("false")) return false;
    throw new IllegalArgumentException(text);
  }

  /** Names of kinds that Postern does not hold, such as route tables, have to be full already. */
  private String fullName(FieldDescriptor field, String text) {
    var pattern = pattern(field);
    if (pattern.isEmpty()) return text;
    return NameForm.complete(pattern.get(), scope, text).orElseThrow(IllegalArgumentException::new);
  }

  /**
   * The form of the names that a reference takes, if it leads to a kind that can be in a file. A
   * target, which is of any kind, has the most general form.
   */
  static Optional<NamePattern> pattern(FieldDescriptor field) {
    var reference = field.getOptions().getExtension(ResourceProto.resourceReference).getType();
    if (reference.equals("*")) return Optional.of(ResourceType.PRIVATE_LINK_RESOURCE.pattern());
    return ResourceType.referredTo(reference).map(ResourceType::pattern);
  }

  private static String needed(FieldDescriptor field) {
    if (Wanted.isReference(field)) {
      return pattern(field)
          .map(it -> "it needs the end of " + NameForm.explained(it) + ", or a full name")
          .orElse("it needs a full name");
    }
    return switch (field.getType()) {
      case BOOL -> "it is true or false";
      case ENUM -> "it is one of " + EnumNames.all(field.getEnumType());
      case MESSAGE ->
          field.getMessageType().equals(Duration.getDescriptor())
              ? "it is a duration in seconds, such as 3600s"
              : "it is a time, such as 2030-01-31T12:00:00Z";
      default -> "it is a whole number";
    };
  }
}
