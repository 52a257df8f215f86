package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.config.LimitSettings;
import io.postern.server.testing.ControlPlane;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection is held to, in the frames of HTTP/2 (RFC 9113). */
class ConnectionLimitsTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int ENHANCE_YOUR_CALM = 11;

  @TempDir private Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() {
    plane =
        ControlPlane.start(
            folder,
            settings -> {
              var limits = LimitSettings.DEFAULT;
              return settings.with(
                  limits.withCalls(limits.callsPerPrincipal(), 17, limits.longestCall()));
            });
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aClientIsToldHowManyCallsAConnectionCarries() throws IOException {
    try (var connection = new Connection(plane)) {
      var settings = connection.await(SETTINGS);
      int streams = -1;
      while (settings.hasRemaining()) {
        short setting = settings.getShort();
        int value = settings.getInt();
        if (setting == MAX_CONCURRENT_STREAMS) streams = value;
      }
      assertEquals(17, streams);
    }
  }

  @Test
  void aConnectionThatIsPingedTooOftenIsClosed() throws IOException {
    try (var connection = new Connection(plane)) {
      for (int i = 0; i < 10; i++) connection.send(PING, new byte[8]);

      var end = connection.await(GO_AWAY).position(4);

      assertEquals(ENHANCE_YOUR_CALM, end.getInt());
      assertEquals("too_many_pings", StandardCharsets.US_ASCII.decode(end).toString());
    }
  }

  /** A connection whose frames a test writes and reads itself. */
  private static final class Connection implements AutoCloseable {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    Connection(ControlPlane plane) throws IOException {
      var server = plane.server().grpcAddress();
      socket = new Socket(server.getAddress(), server.getPort());
      socket.setSoTimeout(20_000);
      out = new DataOutputStream(socket.getOutputStream());
      in = new DataInputStream(socket.getInputStream());
      out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      send(SETTINGS, new byte[0]);
    }

    /** RFC 9113 section 4.1: length, type, flags, stream 0, payload. */
    void send(int type, byte[] payload) throws IOException {
      out.writeByte(0);
      out.writeShort(payload.length);
      out.writeByte(type);
      out.writeByte(0);
      out.writeInt(0);
      out.write(payload);
      out.flush();
    }

    /** The payload of the next frame of a type. */
    ByteBuffer await(int wanted) throws IOException {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.skipNBytes(5);
        var payload = in.readNBytes(length);
        if (type == wanted) return ByteBuffer.wrap(payload);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
