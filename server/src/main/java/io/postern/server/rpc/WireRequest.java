package io.postern.server.rpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What may come as a request of one method: octets up to a size, of which no more fields can be
 * made than one for each {@value #BYTES_PER_FIELD} of them.
 *
 * @param type the request's; empty for a service without descriptors
 */
record WireRequest(int maxBytes, Optional<Descriptor> type) {
  /**
   * A field takes two bytes on the wire and fifty and more as an object. Names, texts and
   * addresses, of which requests are made, are longer than this.
   */
  static final int BYTES_PER_FIELD = 16;

  /** The deepest that the parser follows messages in messages. */
  private static final int DEEPEST = 100;

  static WireRequest of(MethodDescriptor<?, ?> method, int maxBytes) {
    return new WireRequest(
        maxBytes,
        method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
            ? Optional.of(schema.getMethodDescriptor().getInputType())
            : Optional.empty());
  }

  /**
   * A request that may be parsed.
   *
   * @throws ControlException {@code QuotaExceeded} when it is too large, {@code InvalidArgument}
   *     when it cannot be a message
   */
  InputStream checked(InputStream wire) {
    try {
      var octets = octets(wire);
      if (type.isPresent()) new Fields().count(octets, type.get());
      return new Octets(octets);
    } catch (InvalidProtocolBufferException e) {
      throw ControlException.of(malformed(e));
    } catch (IOException e) {
      throw ControlException.of(
          malformed("it cannot be unpacked; send it again, or without compression"));
    }
  }

  private byte[] octets(InputStream wire) throws IOException {
    // Unpacked, it says how long it is; packed, it turns out as it is read.
    if (wire instanceof KnownLength && wire.available() > maxBytes)
      throw tooLarge(" has " + wire.available() + " bytes", Optional.of(wire.available()));
    try {
      var octets = wire.readNBytes(maxBytes + 1);
      if (octets.length <= maxBytes) return octets;
    } catch (StatusRuntimeException e) {
      // The transport's own limit.
      if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) throw e;
    }
    throw tooLarge(" unpacks to more than that", Optional.empty());
  }

  private ControlException tooLarge(String how, Optional<Integer> size) {
    var problem =
        Problem.of(
                Reason.MESSAGE_TOO_LARGE,
                "The server takes requests of "
                    + maxBytes
                    + " bytes, and this one"
                    + how
                    + "; send less at once, or raise grpc.maxMessageBytes.")
            .with("limit", Integer.toString(maxBytes));
    if (size.isPresent()) problem = problem.with("size", size.get().toString());
    return ControlException.of(new ControlError.QuotaExceeded(problem));
  }

  static ControlError malformed(InvalidProtocolBufferException fault) {
    return malformed("it is no Protocol Buffers message of its method: " + fault.getMessage());
  }

  private static ControlError malformed(String why) {
    return new ControlError.InvalidArgument(
        Problem.of(Reason.MESSAGE_MALFORMED, "The request cannot be read: " + why));
  }

  /** Counts the fields of a message with those of the messages in it. */
  private final class Fields {
    private final int most = maxBytes / BYTES_PER_FIELD;
    private int counted;

    void count(byte[] message, Descriptor messageType) throws IOException {
      // So short that it cannot have so many.
      if (message.length / 2 > most) count(CodedInputStream.newInstance(message), messageType, 0);
    }

    private void count(CodedInputStream in, Descriptor messageType, int depth) throws IOException {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (++counted > most)
          throw tooLarge(" has more than " + most + " fields", Optional.empty());
        if (!isMessage(tag, messageType) || depth == DEEPEST) {
          skip(in, tag);
          continue;
        }
        var field = messageType.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
        int around = in.pushLimit(in.readRawVarint32());
        count(in, field.getMessageType(), depth + 1);
        in.popLimit(around);
      }
    }

    private static boolean isMessage(int tag, Descriptor messageType) {
      var field = messageType.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      return field != null
          && field.getJavaType() == JavaType.MESSAGE
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** What is in a group would not be counted; nothing of ours has one. */
    private static void skip(CodedInputStream in, int tag) throws IOException {
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP || !in.skipField(tag))
        throw new InvalidProtocolBufferException("it has a group");
    }
  }

  /** Says its length, so that it is parsed as one piece. */
  private static final class Octets extends ByteArrayInputStream implements KnownLength {
    Octets(byte[] octets) {
      super(octets);
    }
  }
}
