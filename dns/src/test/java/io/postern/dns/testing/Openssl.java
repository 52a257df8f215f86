package io.postern.dns.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;

/** The client {@code openssl s_client}. */
public final class Openssl {
  private Openssl() {}

  /** Shakes hands, says goodbye, and returns all that is printed. */
  public static String shakeHands(InetSocketAddress server, String... options) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("s_client", "-connect", "127.0.0.1:" + server.getPort()));
    arguments.addAll(List.of(options));
    return Program.run("openssl", arguments).printed();
  }

  /** Asks over TLS. */
  public static Message ask(InetSocketAddress server, Message query, String... options) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("s_client", "-connect", "127.0.0.1:" + server.getPort()));
    arguments.addAll(List.of("-quiet", "-verify_quiet"));
    arguments.addAll(List.of(options));
    var octets = query.toWire();
    var frame = ByteBuffer.allocate(Short.BYTES + octets.length).putShort((short) octets.length);
    try {
      var process = Program.talk("openssl", arguments);
      process.getOutputStream().write(frame.put(octets).array());
      process.getOutputStream().flush();
      var in = new DataInputStream(process.getInputStream());
      var response = new byte[in.readUnsignedShort()];
      in.readFully(response);
      Program.stop(process);
      return DnsClient.parse(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
