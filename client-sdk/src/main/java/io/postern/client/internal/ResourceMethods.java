package io.postern.client.internal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.postern.client.call.Page;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.v1.Plan;
import java.util.List;
import java.util.Optional;

/**
 * The standard methods of one kind of resource. The API names them, and the fields of their
 * messages, by rule: {@code CreateSubnet(parent, subnet_id, subnet, request_id, validate_only)} and
 * so on. So they are found by these names here, once for all kinds, in place of five hand-written
 * mappings for each. A test holds that every kind follows the rule.
 *
 * @param <R> the resource
 */
public final class ResourceMethods<R extends Message> {
  private final ServiceDescriptor service;
  private final R prototype;
  private final String kind;

  /**
   * @param service the service of the resource
   * @param prototype the default instance of the resource
   */
  public ResourceMethods(ServiceDescriptor service, R prototype) {
    this.service = service;
    this.prototype = prototype;
    this.kind = prototype.getDescriptorForType().getName();
  }

  /**
   * Creates {@code value} as {@code id} under {@code parent}, which is empty for a subscription.
   */
  public Written<R> create(Caller caller, String parent, String id, R value, WriteOptions options) {
    if (!options.etag().isEmpty()) {
      throw new IllegalArgumentException("a resource that is yet to be created has no etag");
    }
    var method = method("Create" + kind);
    var request = newRequest(method);
    var resource = resourceField(request);
    setParent(request, parent);
    set(request, resource.getName() + "_id", id);
    request.setField(resource, value);
    setWrite(request, options);
    return written(caller.write(method, request.build(), options));
  }

  /** Reads the resource of this name. */
  public R get(Caller caller, String name) {
    var method = method("Get" + kind);
    var request = set(newRequest(method), "name", name).build();
    return resource(caller.read(method, request));
  }

  /** The request for the list under {@code parent}, without page size and token. */
  public Message listRequest(String parent) {
    var request = newRequest(method("List" + kind + "s"));
    setParent(request, parent);
    return request.build();
  }

  /**
   * One page of the list that {@code request} asks for; a {@code pageSize} of 0 is the server's.
   */
  public Page<R> listPage(Caller caller, Message request, int pageSize, String pageToken) {
    var paged = request.toBuilder();
    set(paged, "page_size", pageSize);
    set(paged, "page_token", pageToken);
    var answer = caller.read(method("List" + kind + "s"), paged.build());
    var values = (List<?>) answer.getField(resourceField(answer));
    return new Page<>(
        values.stream().map(this::cast).toList(),
        text(answer, "next_page_token"),
        text(answer, "revision_token"));
  }

  /** Changes the fields {@code paths} of a resource; those that are set in it if there are none. */
  public Written<R> update(Caller caller, R value, List<String> paths, WriteOptions options) {
    var method = method("Update" + kind);
    var request = newRequest(method);
    request.setField(resourceField(request), withEtag(value, options.etag()));
    if (!paths.isEmpty()) {
      set(request, "update_mask", FieldMask.newBuilder().addAllPaths(paths).build());
    }
    setWrite(request, options);
    return written(caller.write(method, request.build(), options));
  }

  /** Deletes the resource and returns the revision token of that. */
  public String delete(Caller caller, String name, WriteOptions options) {
    var method = method("Delete" + kind);
    var request = set(newRequest(method), "name", name);
    set(request, "etag", options.etag());
    setWrite(request, options);
    return text(caller.write(method, request.build(), options), "revision_token");
  }

  private Message withEtag(R value, String etag) {
    return etag.isEmpty() ? value : set(value.toBuilder(), "etag", etag).build();
  }

  private static void setWrite(Message.Builder request, WriteOptions options) {
    set(request, "request_id", options.requestIdOrNew());
    set(request, "validate_only", options.validateOnly());
  }

  /** Subscriptions have no parent; everything else needs one. */
  private void setParent(Message.Builder request, String parent) {
    if (request.getDescriptorForType().findFieldByName("parent") != null) {
      set(request, "parent", parent);
    } else if (!parent.isEmpty()) {
      throw new IllegalArgumentException("a " + kind + " has no parent, but got " + parent);
    }
  }

  @SuppressWarnings("unchecked") // A service of the API has only protobuf messages.
  private MethodDescriptor<Message, Message> method(String name) {
    for (var method : service.getMethods()) {
      if (name.equals(method.getBareMethodName())) {
        return (MethodDescriptor<Message, Message>) method;
      }
    }
    throw new UnsupportedOperationException(service.getName() + " has no " + name);
  }

  private static Message.Builder newRequest(MethodDescriptor<Message, Message> method) {
    var marshaller = (PrototypeMarshaller<Message>) method.getRequestMarshaller();
    var prototype = marshaller.getMessagePrototype();
    if (prototype == null) {
      throw new IllegalStateException(method.getFullMethodName() + " has no message");
    }
    return prototype.newBuilderForType();
  }

  private FieldDescriptor resourceField(com.google.protobuf.MessageOrBuilder message) {
    for (var field : message.getDescriptorForType().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && field.getMessageType().equals(prototype.getDescriptorForType())) {
        return field;
      }
    }
    throw new IllegalStateException(
        message.getDescriptorForType().getFullName() + " has no " + kind);
  }

  private static Message.Builder set(Message.Builder builder, String field, Object value) {
    return builder.setField(builder.getDescriptorForType().findFieldByName(field), value);
  }

  private static String text(Message message, String field) {
    return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private Written<R> written(Message answer) {
    return new Written<>(resource(answer), text(answer, "revision_token"), plan(answer));
  }

  private static Optional<Plan> plan(Message answer) {
    var field = answer.getDescriptorForType().findFieldByName("plan");
    return field == null || !answer.hasField(field)
        ? Optional.empty()
        : Optional.of((Plan) answer.getField(field));
  }

  private R resource(Message answer) {
    return cast(answer.getField(resourceField(answer)));
  }

  @SuppressWarnings("unchecked") // The field was found by the type of the prototype.
  private R cast(Object resource) {
    return (R) prototype.getClass().cast(resource);
  }
}
