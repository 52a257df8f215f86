package io.postern.dns.testing;

import java.util.ArrayList;
import java.util.List;

/** The client {@code curl}. */
public final class Curl {
  private Curl() {}

  /** Fetches; what is printed, which includes the answer and what {@code -w} asks for. */
  @SafeVarargs
  public static String fetch(List<String>... arguments) {
    var all = new ArrayList<>(List.of("--silent", "--show-error", "--max-time", "10"));
    for (var each : arguments) {
      all.addAll(each);
    }
    return Program.run("curl", all).printed();
  }

  /** Options that make a name that of this machine. */
  public static List<String> here(String name, int port) {
    return List.of("--resolve", name + ":" + port + ":127.0.0.1");
  }
}
