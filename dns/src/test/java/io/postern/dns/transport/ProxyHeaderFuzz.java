package io.postern.dns.transport;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** PROXY headers: a datagram and a connection that begin alike are read alike. */
public final class ProxyHeaderFuzz {
  private ProxyHeaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var buffer = ByteBuffer.wrap(input);
    var ofDatagram = ofDatagram(buffer);
    var stream = new ByteArrayInputStream(input);
    var ofConnection = ofConnection(stream);
    if (!ofDatagram.equals(ofConnection))
      throw new AssertionError(ofDatagram + " but " + ofConnection);
    if (ofDatagram.isPresent() && buffer.remaining() != stream.available())
      throw new AssertionError("they end at different places");
  }

  private static Optional<ProxyHeader> ofDatagram(ByteBuffer buffer) {
    try {
      return Optional.of(ProxyHeader.read(buffer));
    } catch (ProtocolException refused) {
      return Optional.empty();
    }
  }

  private static Optional<ProxyHeader> ofConnection(ByteArrayInputStream stream) {
    try {
      return Optional.of(ProxyHeader.read(new DataInputStream(stream)));
    } catch (IOException refused) {
      return Optional.empty();
    }
  }
}
