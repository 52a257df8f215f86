package io.postern.cli.topology;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** Puts what a file sets over a value, and leaves the rest of the value as it is. */
final class Overlay {
  private Overlay() {}

  @SuppressWarnings("unchecked") // a message's builder builds that message
  static <M extends Message> M of(Wanted.Fields wanted, M base) {
    var builder = base.toBuilder();
    wanted.values().forEach((field, value) -> set(builder, field, value));
    return (M) builder.build();
  }

  private static void set(Message.Builder builder, FieldDescriptor field, Wanted wanted) {
    switch (wanted) {
      case Wanted.Leaf leaf -> builder.setField(field, leaf.value());
      case Wanted.Fields nested ->
          builder.setField(field, of(nested, (Message) builder.getField(field)));
      case Wanted.Entries entries -> {
        builder.clearField(field);
        var blank = (MapEntry<?, ?>) builder.newBuilderForField(field).build();
        entries
            .values()
            .forEach((key, value) -> builder.addRepeatedField(field, entry(blank, key, value)));
      }
      case Wanted.Items items -> {
        var before = (List<?>) builder.getField(field);
        var after = new ArrayList<Object>();
        for (var item : items.values()) after.add(item(builder, field, item, before));
        builder.setField(field, after);
      }
    }
  }

  private static Message entry(MapEntry<?, ?> blank, String key, String value) {
    var type = blank.getDescriptorForType();
    return blank.toBuilder()
        .setField(type.findFieldByNumber(1), key)
        .setField(type.findFieldByNumber(2), value)
        .build();
  }

  /**
   * An element of a list. One that has a name goes over the element that had it, so that an address
   * that the server chose for it stays.
   */
  private static Object item(
      Message.Builder builder, FieldDescriptor field, Wanted item, List<?> before) {
    return switch (item) {
      case Wanted.Leaf leaf -> leaf.value();
      case Wanted.Fields fields -> {
        var blank = builder.newBuilderForField(field).build();
        yield of(fields, namesake(of(fields, blank), before));
      }
      case Wanted.Items _, Wanted.Entries _ ->
          throw new IllegalStateException("A list holds no lists: " + field);
    };
  }

  private static Message namesake(Message wanted, List<?> before) {
    var name = wanted.getDescriptorForType().findFieldByName("name");
    for (var candidate : before) {
      if (name != null && wanted.getField(name).equals(((Message) candidate).getField(name)))
        return (Message) candidate;
    }
    return wanted;
  }
}
