package io.postern.server.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Every method a running server says it serves, callable without its generated classes. */
public final class ServedApi {
  private static final String OURS = "postern.v1.";

  private final Channel channel;
  private final Map<String, FileDescriptor> files = new HashMap<>();

  public ServedApi(Channel channel) {
    this.channel = channel;
  }

  public List<MethodDescriptor> methods() {
    var methods = new ArrayList<MethodDescriptor>();
    var listed = ask(ServerReflectionRequest.newBuilder().setListServices("").build());
    for (var service : listed.getListServicesResponse().getServiceList()) {
      var name = service.getName();
      if (!name.startsWith(OURS)) continue;
      var bytes =
          ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build())
              .getFileDescriptorResponse()
              .getFileDescriptorProtoList();
      var file = link(bytes);
      methods.addAll(file.findServiceByName(name.substring(OURS.length())).getMethods());
    }
    return methods;
  }

  /** Calls a method and takes its first answer. */
  public DynamicMessage call(MethodDescriptor method, DynamicMessage request) {
    var type =
        method.isServerStreaming()
            ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
            : io.grpc.MethodDescriptor.MethodType.UNARY;
    var descriptor =
        io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(type)
            .setFullMethodName(
                io.grpc.MethodDescriptor.generateFullMethodName(
                    method.getService().getFullName(), method.getName()))
            .setRequestMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .build();
    var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return method.isServerStreaming()
        ? ClientCalls.blockingServerStreamingCall(channel, descriptor, options, request).next()
        : ClientCalls.blockingUnaryCall(channel, descriptor, options, request);
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request) {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    var requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    answer.completeExceptionally(thrown);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    requests.onCompleted();
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** The first file, with those it needs. */
  private FileDescriptor link(List<ByteString> serialized) {
    var protos = new HashMap<String, FileDescriptorProto>();
    var first = "";
    try {
      for (var bytes : serialized) {
        var proto = FileDescriptorProto.parseFrom(bytes);
        if (first.isEmpty()) first = proto.getName();
        protos.put(proto.getName(), proto);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return link(first, protos);
  }

  private FileDescriptor link(String name, Map<String, FileDescriptorProto> protos) {
    var known = files.get(name);
    if (known != null) return known;
    var proto = protos.get(name);
    if (proto == null) throw new AssertionError("The server did not send " + name);
    var needed =
        proto.getDependencyList().stream()
            .map(file -> link(file, protos))
            .toArray(FileDescriptor[]::new);
    try {
      var linked = FileDescriptor.buildFrom(proto, needed);
      files.put(name, linked);
      return linked;
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }
}
