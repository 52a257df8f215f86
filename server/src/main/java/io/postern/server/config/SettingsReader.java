package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Turns YAML into settings records: the keys are the names of the components, and what is left out
 * is as in the default record. So a new component of a record is a new setting, with nothing to add
 * here.
 */
final class SettingsReader {
  private SettingsReader() {}

  /**
   * @param path the path of the record's setting, empty at the top
   * @param defaults what is left out; null where nothing can be, as in a new entry of a list
   */
  static <R extends Record> R record(String path, Node node, Class<R> type, @Nullable R defaults) {
    if (!(node instanceof MappingNode mapping))
      throw fault(path, node, "has settings of its own; write them indented below it.");
    var components = type.getRecordComponents();
    var given = entries(path, mapping, Arrays.stream(components).map(it -> it.getName()).toList());
    var values = new ArrayList<Object>();
    for (var component : components) {
      var inner = join(path, component.getName());
      var value = given.get(component.getName());
      values.add(
          value == null
              ? leftOut(inner, node, component, defaults)
              : value(inner, value, component.getGenericType(), current(component, defaults)));
    }
    return placed(node, () -> make(type, values));
  }

  /** What is wrong with a value is said with the line it stands in. */
  private static <T> T placed(Node node, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (SettingException e) {
      throw node.getStartMark().map(mark -> e.at(mark.getLine() + 1)).orElse(e);
    }
  }

  private static Map<String, Node> entries(String path, MappingNode mapping, List<String> known) {
    var given = new LinkedHashMap<String, Node>();
    for (var entry : mapping.getValue()) {
      var key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!known.contains(key))
        throw fault(
            join(path, key), entry.getKeyNode(), "is not a setting" + Nearest.question(key, known));
      if (given.put(key, entry.getValueNode()) != null)
        throw fault(join(path, key), entry.getKeyNode(), "is given twice.");
    }
    return given;
  }

  private static Object leftOut(
      String path, Node node, RecordComponent component, @Nullable Record defaults) {
    var value = current(component, defaults);
    if (value != null) return value;
    if (component.getType() == Optional.class) return Optional.empty();
    if (component.getType() == List.class) return List.of();
    throw fault(path, node, "is missing.");
  }

  private static Object value(String path, Node node, Type type, @Nullable Object current) {
    if (type instanceof ParameterizedType generic) {
      var inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) return list(path, node, inner);
      return Optional.of(value(path, node, inner, null));
    }
    if (type instanceof Class<?> plain && SettingsPrinter.hasSettings(plain))
      return record(path, node, plain.asSubclass(Record.class), current);
    return placed(node, () -> leaf(path, text(path, node), type));
  }

  private static Object leaf(String path, String text, Type type) {
    if (type == String.class) return text;
    if (type == Path.class) return Path.of(text);
    if (type == Secret.class) return Secret.parse(path, text);
    if (type == Cidr.class) return SettingText.prefix(path, text);
    if (type == UpstreamAddress.class) return UpstreamAddress.parse(path, text);
    if (type == InetSocketAddress.class) return SettingText.address(path, text);
    if (type == Duration.class) return SettingText.duration(path, text);
    if (type == int.class) return integer(path, text);
    if (type == boolean.class || type == Boolean.class) return bool(path, text);
    if (type instanceof Class<?> word && word.isEnum()) return word(path, text, word);
    throw new IllegalStateException("No written form for a setting of the type " + type);
  }

  /** Pairs the type of a nested record with its default, which is of that type. */
  private static <R extends Record> R record(
      String path, Node node, Class<R> type, @Nullable Object current) {
    return record(path, node, type, current == null ? null : type.cast(current));
  }

  private static List<Object> list(String path, Node node, Type element) {
    if (!(node instanceof SequenceNode sequence))
      throw fault(path, node, "is a list; begin each entry with '- '.");
    var values = new ArrayList<Object>();
    for (var item : sequence.getValue())
      values.add(value(path + "[" + values.size() + "]", item, element, null));
    return values;
  }

  private static String text(String path, Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) return scalar.getValue();
    throw fault(path, node, "needs a single value.");
  }

  private static int integer(String path, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SettingException(path, "'" + text + "' is not a whole number.");
    }
  }

  private static Object word(String path, String text, Class<?> type) {
    var words = Arrays.asList(Objects.requireNonNull(type.getEnumConstants()));
    return words.stream()
        .filter(word -> word.toString().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new SettingException(
                path,
                "'" + text + "' is none of " + words.toString().replaceAll("[\\[\\]]", "") + "."));
  }

  private static boolean bool(String path, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new SettingException(path, "'" + text + "' is neither true nor false.");
    };
  }

  private static @Nullable Object current(RecordComponent component, @Nullable Record defaults) {
    try {
      return defaults == null ? null : component.getAccessor().invoke(defaults);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A settings record is public: " + component, e);
    }
  }

  private static <R extends Record> R make(Class<R> type, List<Object> values) {
    try {
      return canonical(type).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      // What the record itself has to say about its values.
      if (e.getCause() instanceof SettingException refused) throw refused;
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A settings record is public: " + type, e);
    }
  }

  private static <R extends Record> Constructor<R> canonical(Class<R> type)
      throws NoSuchMethodException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class[]::new);
    return type.getConstructor(types);
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static SettingException fault(String path, Node node, String why) {
    var fault = new SettingException(path.isEmpty() ? "the file" : path, why);
    return node.getStartMark().map(mark -> fault.at(mark.getLine() + 1)).orElse(fault);
  }
}
