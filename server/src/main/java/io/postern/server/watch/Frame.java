package io.postern.server.watch;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A message of a watch as it goes over the wire: written once, sent to any number of readers.
 *
 * <p>The responses of all watches have the same fields with the same numbers, so one way of writing
 * does for all.
 */
final class Frame {
  private final byte[] bytes;

  private Frame(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param changes each in the form of its message
   * @param resumeToken empty for none, as in a snapshot that is not complete
   */
  static Frame of(
      WatchMessageKind kind, List<ByteString> changes, String resumeToken, String revisionToken) {
    int size =
        CodedOutputStream.computeEnumSize(WatchResponse.KIND_FIELD_NUMBER, kind.getNumber())
            + textSize(WatchResponse.RESUME_TOKEN_FIELD_NUMBER, resumeToken)
            + textSize(WatchResponse.REVISION_TOKEN_FIELD_NUMBER, revisionToken);
    for (var change : changes)
      size += CodedOutputStream.computeBytesSize(WatchResponse.CHANGES_FIELD_NUMBER, change);
    var bytes = new byte[size];
    var out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeEnum(WatchResponse.KIND_FIELD_NUMBER, kind.getNumber());
      for (var change : changes) out.writeBytes(WatchResponse.CHANGES_FIELD_NUMBER, change);
      writeText(out, WatchResponse.RESUME_TOKEN_FIELD_NUMBER, resumeToken);
      writeText(out, WatchResponse.REVISION_TOKEN_FIELD_NUMBER, revisionToken);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Frame(bytes);
  }

  private static int textSize(int field, String text) {
    return text.isEmpty() ? 0 : CodedOutputStream.computeStringSize(field, text);
  }

  private static void writeText(CodedOutputStream out, int field, String text) throws IOException {
    if (!text.isEmpty()) out.writeString(field, text);
  }

  int size() {
    return bytes.length;
  }

  /** For a method whose responses are frames; only a client reads them. */
  static final class Marshaller implements MethodDescriptor.Marshaller<Frame> {
    @Override
    public InputStream stream(Frame frame) {
      return new Octets(frame.bytes);
    }

    @Override
    public Frame parse(InputStream stream) {
      try {
        return new Frame(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What gRPC copies into its buffer at once. */
  private static final class Octets extends ByteArrayInputStream implements KnownLength, Drainable {
    Octets(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = count - pos;
      target.write(buf, pos, length);
      pos = count;
      return length;
    }
  }
}
