package io.postern.cli.topology;

import java.nio.charset.StandardCharsets;

/** Text of topology files: resources, or a refusal with its line. */
public final class TopologyFuzz {
  private TopologyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    try {
      var topology = TopologyReader.read(text);
      for (var declaration : topology.declarations())
        if (!declaration.name().startsWith("subscriptions/"))
          throw new AssertionError(declaration.name() + " is no name");
    } catch (TopologyException e) {
      if (!String.valueOf(e.getMessage()).matches("(?s)\\d+: .+")) throw new AssertionError(e);
    }
  }
}
