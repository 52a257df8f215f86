package io.postern.cli.topology;

import com.google.api.ResourceProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a file says about a field: exactly what it sets, so that what it leaves out can stay as it
 * is. A message could not tell {@code false} from left out.
 */
sealed interface Wanted {
  /** Some fields of a message. */
  record Fields(Map<FieldDescriptor, Wanted> values) implements Wanted {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Hands over the full name of every resource that is referred to in here. */
    void references(Consumer<String> consumer) {
      values.forEach((field, wanted) -> references(field, wanted, consumer));
    }

    private static void references(
        FieldDescriptor field, Wanted wanted, Consumer<String> consumer) {
      switch (wanted) {
        case Fields nested -> nested.references(consumer);
        case Items items -> items.values().forEach(item -> references(field, item, consumer));
        case Entries _ -> {}
        case Leaf leaf -> {
          if (isReference(field)) consumer.accept(leaf.value().toString());
        }
      }
    }
  }

  /** All elements of a repeated field. */
  record Items(List<Wanted> values) implements Wanted {
    public Items {
      values = List.copyOf(values);
    }

    boolean areMessages() {
      return !values.isEmpty() && values.getFirst() instanceof Fields;
    }
  }

  /** All entries of a map of strings. */
  record Entries(Map<String, String> values) implements Wanted {
    public Entries {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * A value by itself.
   *
   * @param value as a message builder takes it: a string, a number, an enum value descriptor, a
   *     duration or timestamp message
   */
  record Leaf(Object value) implements Wanted {}

  /** Whether the values of a field are names of resources. */
  static boolean isReference(FieldDescriptor field) {
    return field.getOptions().hasExtension(ResourceProto.resourceReference);
  }
}
