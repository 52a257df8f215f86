package io.postern.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.cli.session.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NarratorTest {
  @Test
  void whatIsNotAsExpectedIsShownAndCounted() {
    var out = new StringWriter();
    var writer = new PrintWriter(out, true);
    var narrator = new Narrator(new Terminal(writer, writer, Map.of(), Path.of(".")));
    narrator.chapter("A chapter");
    narrator.check("DNS in vnet-a", "a.example", "10.1.0.4 via b", "10.1.0.4", "10.1.0.4");
    narrator.check("DNS in vnet-b", "a.example", "NXDOMAIN", "NXDOMAIN", "10.1.0.4");
    assertEquals(
        """

        1  A chapter
          ✓ DNS in vnet-a  a.example                     10.1.0.4 via b
          ✗ DNS in vnet-b  a.example                     NXDOMAIN
                                                         expected 10.1.0.4
        """,
        out.toString());
    assertEquals(2, narrator.answers());
    assertEquals(1, narrator.wrong());
  }
}
