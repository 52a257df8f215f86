package io.postern.cli.topology;

import com.google.api.FieldBehavior;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what a file sets, and nothing else, with a value at the server.
 *
 * @param found what differs
 * @param path the field that is being compared, empty for the resource itself
 * @param mask the path of the field, or of the list it is in
 */
record Comparison(
    List<Difference> found, String path, String mask, boolean isInList, boolean isFixed) {

  static List<Difference> of(Wanted.Fields wanted, Message current) {
    var found = new ArrayList<Difference>();
    new Comparison(found, "", "", false, false).fields(wanted, current);
    return List.copyOf(found);
  }

  private void fields(Wanted.Fields wanted, Message current) {
    wanted.values().forEach((field, value) -> at(field).value(field, value, current));
  }

  private Comparison at(FieldDescriptor field) {
    return new Comparison(
        found,
        join(path, field.getJsonName()),
        isInList ? mask : join(mask, field.getName()),
        isInList,
        isFixed || FieldReader.has(field, FieldBehavior.IMMUTABLE));
  }

  private void value(FieldDescriptor field, Wanted wanted, Message current) {
    switch (wanted) {
      case Wanted.Fields nested -> fields(nested, (Message) current.getField(field));
      case Wanted.Items items -> items(field, items, (List<?>) current.getField(field));
      case Wanted.Entries entries -> {
        var before = entries((List<?>) current.getField(field));
        if (!entries.values().equals(before))
          report(ValueText.entries(before), ValueText.entries(entries.values()));
      }
      case Wanted.Leaf leaf -> {
        var before = current.getField(field);
        if (!isSame(field, before, leaf.value()))
          report(ValueText.print(field, before), ValueText.print(field, leaf.value()));
      }
    }
  }

  /** Messages are compared one by one, so that what the server filled in is no difference. */
  private void items(FieldDescriptor field, Wanted.Items wanted, List<?> current) {
    int size = wanted.values().size();
    if (size == current.size() && wanted.areMessages()) {
      for (int index = 0; index < size; index++) {
        var inside = new Comparison(found, path + "[" + index + "]", mask, true, isFixed);
        inside.fields((Wanted.Fields) wanted.values().get(index), (Message) current.get(index));
      }
      return;
    }
    var before = ValueText.each(field, current);
    var after = ValueText.each(field, wanted.values());
    if (!comparable(field, before).equals(comparable(field, after)))
      report(ValueText.list(before), ValueText.list(after));
  }

  private void report(String before, String after) {
    found.add(new Difference(path, mask, before, after, isFixed));
  }

  /** Names of resources are the same without regard to case. */
  private static boolean isSame(FieldDescriptor field, Object before, Object after) {
    return Wanted.isReference(field)
        ? before.toString().equalsIgnoreCase(after.toString())
        : before.equals(after);
  }

  private static List<String> comparable(FieldDescriptor field, List<String> values) {
    var texts = values.stream().map(it -> Wanted.isReference(field) ? Declaration.key(it) : it);
    return (FieldReader.has(field, FieldBehavior.UNORDERED_LIST) ? texts.sorted() : texts).toList();
  }

  private static Map<String, String> entries(List<?> map) {
    var entries = new LinkedHashMap<String, String>();
    for (var entry : map) {
      var pair = (Message) entry;
      var type = pair.getDescriptorForType();
      entries.put(
          pair.getField(type.findFieldByNumber(1)).toString(),
          pair.getField(type.findFieldByNumber(2)).toString());
    }
    return entries;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
