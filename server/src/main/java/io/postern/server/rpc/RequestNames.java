package io.postern.server.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;

/** What requests say of themselves in fields that have the same names in all of them. */
final class RequestNames {
  private static final String REQUEST_ID = "request_id";

  /** The fields by which requests name what they are about, the first that has a value counts. */
  private static final List<String> NAMING =
      List.of("name", "parent", "virtual_network", "private_endpoint", "private_dns_zone");

  private RequestNames() {}

  /** The resource that a request is about, as it has it; empty if it names none. */
  static Optional<String> of(Message request) {
    return named(request)
        .or(() ->
            request.getAllFields().values().stream()
                .filter(Message.class::isInstance)
                .flatMap(value -> named((Message) value).stream())
                .findFirst());
  }

  /** The id by which the caller may repeat it; empty where it gave none. */
  static String requestId(Message request) {
    return text(request, REQUEST_ID);
  }

  /** Whether it writes: each request that does takes a request id, and no other does. */
  static boolean isWrite(Message request) {
    return request.getDescriptorForType().findFieldByName(REQUEST_ID) != null;
  }

  private static Optional<String> named(Message message) {
    return NAMING.stream()
        .map(field -> text(message, field))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String text(Message message, String name) {
    var field = message.getDescriptorForType().findFieldByName(name);
    boolean isText =
        field != null && field.getType() == FieldDescriptor.Type.STRING && !field.isRepeated();
    return isText ? (String) message.getField(field) : "";
  }
}
