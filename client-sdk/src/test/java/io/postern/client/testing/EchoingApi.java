package io.postern.client.testing;

import com.google.protobuf.Message;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.util.MutableHandlerRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Unary methods that take down what they are asked. Each answers with an empty message of its type,
 * in which a field that the request has by the same name and type is as it is there.
 */
public final class EchoingApi {
  private final MutableHandlerRegistry registry = new MutableHandlerRegistry();
  private final Map<String, Message> requests = new ConcurrentSkipListMap<>();

  /** Has all unary methods of these services. */
  public EchoingApi(List<ServiceDescriptor> services) {
    for (var service : services) {
      var definition = ServerServiceDefinition.builder(service);
      for (var method : service.getMethods()) {
        add(definition, method);
      }
      registry.addService(definition.build());
    }
  }

  @SuppressWarnings("unchecked") // The API has only protobuf messages.
  private void add(ServerServiceDefinition.Builder service, MethodDescriptor<?, ?> untyped) {
    var method = (MethodDescriptor<Message, Message>) untyped;
    if (method.getType() != MethodDescriptor.MethodType.UNARY) {
      service.addMethod(method, (call, headers) -> new io.grpc.ServerCall.Listener<>() {});
      return;
    }
    service.addMethod(
        method,
        ServerCalls.asyncUnaryCall((request, answer) -> {
          requests.put(method.getFullMethodName(), request);
          answer.onNext(echo(request, method));
          answer.onCompleted();
        }));
  }

  private static Message echo(Message request, MethodDescriptor<Message, Message> method) {
    var marshaller = (PrototypeMarshaller<Message>) method.getResponseMarshaller();
    var answer = Objects.requireNonNull(marshaller.getMessagePrototype()).newBuilderForType();
    for (var field : answer.getDescriptorForType().getFields()) {
      var same = request.getDescriptorForType().findFieldByName(field.getName());
      if (same != null
          && !field.isRepeated()
          && same.toProto().getType() == field.toProto().getType()) {
        answer.setField(field, request.getField(same));
      }
    }
    return answer.build();
  }

  public HandlerRegistry methods() {
    return registry;
  }

  /** The last request of each method, by the full name of the method. */
  public Map<String, Message> requests() {
    return requests;
  }
}
