package io.postern.dns.testing;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

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
}
