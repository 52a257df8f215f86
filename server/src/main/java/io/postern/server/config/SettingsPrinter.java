package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows settings: as a block that {@link SettingsFile} would read back, or as a flat map. */
public final class SettingsPrinter {
  private SettingsPrinter() {}

  /** All values in effect, in YAML. */
  public static String yaml(ServerSettings settings) {
    var text = new StringBuilder();
    append(text, "", settings);
    return text.toString();
  }

  /** The path of each setting and its written value; the entries of a list without their place. */
  static Map<String, String> flat(ServerSettings settings) {
    var values = new LinkedHashMap<String, String>();
    flatten(values, "", settings);
    return values;
  }

  private static void append(StringBuilder text, String indent, Record settings) {
    for (var component : settings.getClass().getRecordComponents()) {
      var value = valueOf(settings, component);
      if (value.equals(Optional.empty())) continue;
      text.append(indent).append(component.getName()).append(':');
      append(text, indent, value);
    }
  }

  private static void append(StringBuilder text, String indent, Object value) {
    switch (value) {
      case Record nested when hasSettings(nested) -> {
        text.append('\n');
        append(text, indent + "  ", nested);
      }
      case List<?> list when list.isEmpty() -> text.append(" []\n");
      case List<?> list -> {
        text.append('\n');
        for (var entry : list) text.append(entry(entry, indent + "  "));
      }
      default -> text.append(' ').append(SettingText.print(value)).append('\n');
    }
  }

  private static String entry(Object entry, String indent) {
    if (!(entry instanceof Record nested) || !hasSettings(nested))
      return indent + "- " + SettingText.print(entry) + "\n";
    var text = new StringBuilder();
    append(text, indent + "  ", nested);
    return text.replace(indent.length(), indent.length() + 2, "- ").toString();
  }

  private static void flatten(Map<String, String> values, String path, Record settings) {
    for (var component : settings.getClass().getRecordComponents()) {
      var inner = path + component.getName();
      switch (valueOf(settings, component)) {
        case Record nested when hasSettings(nested) -> flatten(values, inner + ".", nested);
        case List<?> list when list.isEmpty() -> values.put(inner, "[]");
        case List<?> list when list.getFirst() instanceof Record nested && hasSettings(nested) ->
            flatten(values, inner + "[].", nested);
        case List<?> list -> values.put(inner, list.toString());
        case Object value -> values.put(inner, SettingText.print(value));
      }
    }
  }

  private static boolean hasSettings(Record value) {
    return hasSettings(value.getClass());
  }

  /** Whether a type has settings of its own; a prefix is one value. */
  static boolean hasSettings(Class<?> type) {
    return type.isRecord() && type != Cidr.class && type != UpstreamAddress.class;
  }

  private static Object valueOf(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A settings record is public: " + component, e);
    }
  }
}
