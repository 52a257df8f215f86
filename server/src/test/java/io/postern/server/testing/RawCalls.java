package io.postern.server.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Calls whose requests are any octets, packed or not, as no client of ours would send them. */
public final class RawCalls {
  private static final CallOptions IN_TIME =
      CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);

  private RawCalls() {}

  /** Sends octets as they are and takes what comes first, which is an answer's octets. */
  public static byte[] send(Channel channel, MethodDescriptor<?, ?> method, byte[] octets) {
    return send(channel, IN_TIME, method, octets);
  }

  /**
   * Sends octets that are said to be packed.
   *
   * @param channel one of {@link #packed}
   */
  public static byte[] sendPacked(Channel channel, MethodDescriptor<?, ?> method, byte[] gzip) {
    return send(channel, IN_TIME.withCompression("gzip"), method, gzip);
  }

  private static byte[] send(
      Channel channel, CallOptions options, MethodDescriptor<?, ?> method, byte[] octets) {
    return ClientCalls.blockingUnaryCall(channel, of(method), options, octets);
  }

  /** The method with its messages as octets. */
  public static MethodDescriptor<byte[], byte[]> of(MethodDescriptor<?, ?> method) {
    return of(method.getFullMethodName(), method.getType());
  }

  public static MethodDescriptor<byte[], byte[]> of(String fullName, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(fullName)
        .setRequestMarshaller(new Octets())
        .setResponseMarshaller(new Octets())
        .build();
  }

  /** A channel that sends what is packed already, and says so. */
  public static ManagedChannel packed(SocketAddress server) {
    var compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(
        new Compressor() {
          @Override
          public String getMessageEncoding() {
            return "gzip";
          }

          @Override
          public OutputStream compress(OutputStream out) {
            return out;
          }
        });
    return NettyChannelBuilder.forAddress(server)
        .usePlaintext()
        .compressorRegistry(compressors)
        .build();
  }

  private static final class Octets implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] octets) {
      return new ByteArrayInputStream(octets);
    }

    @Override
    public byte[] parse(InputStream octets) {
      try {
        return octets.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
