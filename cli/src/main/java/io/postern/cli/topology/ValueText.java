package io.postern.cli.topology;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of fields as they would be written in a file, on one line. */
final class ValueText {
  private ValueText() {}

  /**
   * @param value what a message holds, or a {@link Wanted}
   */
  static String print(FieldDescriptor field, Object value) {
    return switch (value) {
      case Wanted.Leaf leaf -> print(field, leaf.value());
      case Wanted.Items items -> list(each(field, items.values()));
      case Wanted.Entries entries -> entries(entries.values());
      case Wanted.Fields fields -> fields(fields.values());
      case EnumValueDescriptor constant ->
          constant.getNumber() == 0 ? "" : EnumNames.print(constant);
      case Duration duration -> Durations.toString(duration);
      case Timestamp time -> Timestamps.toString(time);
      case Message message -> fields(message.getAllFields());
      case List<?> values -> list(each(field, values));
      default -> Wanted.isReference(field) ? shortName(field, value.toString()) : value.toString();
    };
  }

  static List<String> each(FieldDescriptor field, List<?> values) {
    return values.stream().map(value -> print(field, value)).toList();
  }

  static String list(List<String> values) {
    return String.join(", ", values).transform(it -> "[" + it + "]");
  }

  static String entries(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String fields(Wanted.Fields fields) {
    return fields(fields.values());
  }

  private static String fields(Map<FieldDescriptor, ?> fields) {
    return fields.entrySet().stream()
        .map(entry -> entry.getKey().getJsonName() + ": " + print(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String shortName(FieldDescriptor field, String name) {
    return FieldReader.pattern(field).map(pattern -> NameForm.brief(pattern, name)).orElse(name);
  }
}
