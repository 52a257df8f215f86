package io.postern.bench.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The calls of etcd that are measured. Their messages are read and written by the numbers of their
 * fields, as etcd's {@code rpc.proto} and {@code kv.proto} (version 3.4) give them: no more of it
 * is needed than these, and every reply is parsed whole.
 */
public final class EtcdCalls {
  private static final String KV = "etcdserverpb.KV/";
  private static final MethodDescriptor<UnknownFieldSet, UnknownFieldSet> PUT =
      method(MethodType.UNARY, KV + "Put");
  private static final MethodDescriptor<UnknownFieldSet, UnknownFieldSet> RANGE =
      method(MethodType.UNARY, KV + "Range");
  private static final MethodDescriptor<UnknownFieldSet, UnknownFieldSet> WATCH =
      method(MethodType.BIDI_STREAMING, "etcdserverpb.Watch/Watch");

  private EtcdCalls() {}

  /** Writes a value, durably. */
  public static void put(Channel channel, ByteString key, ByteString value) {
    var request =
        UnknownFieldSet.newBuilder().addField(1, bytes(key)).addField(2, bytes(value)).build();
    ClientCalls.blockingUnaryCall(channel, PUT, CallOptions.DEFAULT, request);
  }

  /**
   * Reads a value as this member has it, which etcd calls serializable.
   *
   * @throws IllegalStateException when there is none
   */
  public static void get(Channel channel, ByteString key) {
    var request =
        UnknownFieldSet.newBuilder().addField(1, bytes(key)).addField(7, number(1)).build();
    var reply = ClientCalls.blockingUnaryCall(channel, RANGE, CallOptions.DEFAULT, request);
    if (!reply.hasField(2)) throw new IllegalStateException("There is no " + key.toStringUtf8());
  }

  /**
   * Reads the first of the values whose keys lie in a range, as this member has them.
   *
   * @param end the first key that is not in it
   */
  public static void list(Channel channel, ByteString first, ByteString end, int limit) {
    var request =
        UnknownFieldSet.newBuilder()
            .addField(1, bytes(first))
            .addField(2, bytes(end))
            .addField(3, number(limit))
            .addField(7, number(1))
            .build();
    var reply = ClientCalls.blockingUnaryCall(channel, RANGE, CallOptions.DEFAULT, request);
    int found = reply.getField(2).getLengthDelimitedList().size();
    if (found != limit) throw new IllegalStateException(found + " values, not " + limit);
  }

  /** Watches a key from now on. The stream stays open; what it replies, {@link #values} reads. */
  public static void watch(
      Channel channel, ByteString key, StreamObserver<UnknownFieldSet> replies) {
    var create = UnknownFieldSet.newBuilder().addField(1, bytes(key)).build();
    var request = UnknownFieldSet.newBuilder().addField(1, bytes(create.toByteString())).build();
    ClientCalls.asyncBidiStreamingCall(channel.newCall(WATCH, CallOptions.DEFAULT), replies)
        .onNext(request);
  }

  /** Whether a reply of a watch says that the watch was made. */
  public static boolean isCreated(UnknownFieldSet reply) {
    return reply.hasField(3);
  }

  /** The values that a reply of a watch tells of, in order. */
  public static List<ByteString> values(UnknownFieldSet reply) {
    return reply.getField(11).getLengthDelimitedList().stream().map(EtcdCalls::value).toList();
  }

  private static ByteString value(ByteString event) {
    try {
      var pair = UnknownFieldSet.parseFrom(event).getField(2).getLengthDelimitedList().getFirst();
      return UnknownFieldSet.parseFrom(pair).getField(5).getLengthDelimitedList().getFirst();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  private static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static MethodDescriptor<UnknownFieldSet, UnknownFieldSet> method(
      MethodType type, String name) {
    var fields = new FieldsMarshaller();
    return MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(fields)
        .setResponseMarshaller(fields)
        .build();
  }

  private static final class FieldsMarshaller
      implements MethodDescriptor.Marshaller<UnknownFieldSet> {
    @Override
    public InputStream stream(UnknownFieldSet message) {
      return new ByteArrayInputStream(message.toByteArray());
    }

    @Override
    public UnknownFieldSet parse(InputStream stream) {
      try {
        return UnknownFieldSet.parseFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
