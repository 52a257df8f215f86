package io.postern.cli.topology;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;

/** Fields that follow from the key of a resource, for the kinds whose key has several parts. */
final class ImpliedFields {
  private ImpliedFields() {}

  /** How the key of a resource of a kind is written. */
  static String keyForm(ResourceType<?> type) {
    if (type.equals(ResourceType.PRIVATE_LINK_RESOURCE))
      return "Provider/type/name, such as Microsoft.Storage/storageAccounts/acct1";
    if (type.equals(ResourceType.RECORD_SET)) return "TYPE/name, such as A/www or TXT/@";
    return "a name without '/'";
  }

  /**
   * @param scope the values of the resource's short name
   * @throws IllegalArgumentException when a value is not one that the field can have
   */
  static Map<FieldDescriptor, Wanted> of(ResourceType<?> type, List<String> scope) {
    var field = type.prototype().getDescriptorForType().findFieldByName("type");
    if (field == null) return Map.of();
    int last = scope.size() - 1;
    if (type.equals(ResourceType.PRIVATE_LINK_RESOURCE))
      return Map.of(field, new Wanted.Leaf(scope.get(last - 2) + "/" + scope.get(last - 1)));
    return Map.of(
        field, new Wanted.Leaf(EnumNames.parse(field.getEnumType(), scope.get(last - 1))));
  }
}
