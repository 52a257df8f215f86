package io.postern.server.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.util.List;

/** Update masks as AIP-134 has them. */
public final class FieldMasks {
  private FieldMasks() {}

  /**
   * The current value with the masked fields of the request's value.
   *
   * <p>No mask means every field that the request sets. A masked field that the request leaves
   * unset is cleared. {@code *} replaces the whole value.
   *
   * @param field the path of the resource in the request, for errors
   */
  @SuppressWarnings("unchecked") // a message's builder builds that message
  public static <M extends Message> M merge(M current, M wanted, FieldMask mask, String field) {
    var merged = current.toBuilder();
    for (var path : paths(wanted, mask)) copy(merged, wanted, path, field);
    return (M) merged.build();
  }

  private static List<String> paths(Message wanted, FieldMask mask) {
    if (mask.getPathsCount() == 0)
      return wanted.getAllFields().keySet().stream().map(FieldDescriptor::getName).toList();
    if (mask.getPathsList().equals(List.of("*"))) {
      return wanted.getDescriptorForType().getFields().stream()
          .map(FieldDescriptor::getName)
          .toList();
    }
    return mask.getPathsList();
  }

  private static void copy(Message.Builder target, Message source, String path, String field) {
    int dot = path.indexOf('.');
    var descriptor =
        find(target.getDescriptorForType(), dot < 0 ? path : path.substring(0, dot), path, field);
    if (dot < 0) {
      boolean present =
          descriptor.isRepeated()
              ? source.getRepeatedFieldCount(descriptor) > 0
              : descriptor.hasPresence() ? source.hasField(descriptor) : true;
      if (present) target.setField(descriptor, source.getField(descriptor));
      else target.clearField(descriptor);
      return;
    }
    if (descriptor.isRepeated() || descriptor.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
      throw unknown(path, field);
    copy(
        target.getFieldBuilder(descriptor),
        (Message) source.getField(descriptor),
        path.substring(dot + 1),
        field);
  }

  private static FieldDescriptor find(Descriptor type, String name, String path, String field) {
    var descriptor = type.findFieldByName(name);
    if (descriptor == null) throw unknown(path, field);
    return descriptor;
  }

  private static ControlException unknown(String path, String field) {
    return ControlException.invalid(
        Reason.INVALID_FIELD,
        "update_mask",
        "The update mask names '"
            + path
            + "', which is no field of "
            + field
            + " that can be set by itself.");
  }
}
