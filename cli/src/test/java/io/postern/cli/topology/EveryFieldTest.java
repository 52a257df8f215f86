package io.postern.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sets each field of each kind in a file and looks for it in the message. */
final class EveryFieldTest {
  private static final FieldReader READER = new FieldReader(List.of("s", "g"));

  @TestFactory
  Stream<DynamicTest> aFileCanSetEveryFieldThatTheServerDoesNot() {
    return ResourceType.ALL.stream()
        .flatMap(type ->
            FieldReader.settable(type.prototype().getDescriptorForType()).values().stream()
                .map(field ->
                    dynamicTest(
                        type.singular() + "." + field.getJsonName(),
                        () -> isSet(type.prototype(), field))));
  }

  private static void isSet(Message prototype, FieldDescriptor field) {
    var yaml = "{" + field.getJsonName() + ": " + sample(field) + "}";
    var wanted = READER.fields(prototype.getDescriptorForType(), Yaml.document(yaml).orElseThrow());
    var made = Overlay.of(wanted, prototype);
    assertEquals(List.of(field), List.copyOf(made.getAllFields().keySet()));
    assertEquals(List.of(), Comparison.of(wanted, made));
    assertEquals(made, Overlay.of(wanted, made));
  }

  private static String sample(FieldDescriptor field) {
    if (field.isMapField()) return "{key: value}";
    return field.isRepeated() ? "[" + single(field) + "]" : single(field);
  }

  private static String single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> Wanted.isReference(field) ? "a/b/c" : "text";
      case BOOLEAN -> "true";
      case INT, LONG -> "7";
      case ENUM -> EnumNames.print(field.getEnumType().getValues().get(1));
      case MESSAGE -> message(field);
      default -> throw new AssertionError(field);
    };
  }

  /** Of the fields of which only one can be set, the first. */
  private static String message(FieldDescriptor field) {
    if (field.getMessageType().equals(Duration.getDescriptor())) return "5s";
    var inner =
        FieldReader.settable(field.getMessageType()).values().stream()
            .filter(it -> {
              var oneof = it.getRealContainingOneof();
              return oneof == null || oneof.getField(0).equals(it);
            })
            .map(it -> it.getJsonName() + ": " + sample(it))
            .toList();
    return "{" + String.join(", ", inner) + "}";
  }
}
