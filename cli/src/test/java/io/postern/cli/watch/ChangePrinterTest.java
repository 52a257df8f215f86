package io.postern.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.cli.session.GlobalOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.Terminal;
import io.postern.client.error.PosternException;
import io.postern.client.watch.WatchPosition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangePrinterTest {
  private final StringWriter err = new StringWriter();
  private final Session session =
      new Session(
          new Terminal(
              new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of(), Path.of("none")),
          new GlobalOptions());

  @Test
  void aLostConnectionIsOneLineAndItsReturnAnother() {
    var printer = ChangePrinter.ofResources(session, new Ending(session, Long.MAX_VALUE));
    var position = new WatchPosition("token", "revision");

    printer.reached(position);
    for (int attempt = 0; attempt < 100; attempt++) {
      printer.interrupted(refused("finishConnect(..) failed with error(-111)"), Duration.ZERO);
    }
    printer.reached(position);
    printer.reached(position);

    assertEquals(
        """
        postern: the connection to 127.0.0.1:7443 is lost; trying until it is back
        postern: the connection to 127.0.0.1:7443 is back; nothing is missed
        """,
        err.toString().replace(System.lineSeparator(), "\n"));
  }

  private static PosternException refused(String message) {
    return PosternException.of(Status.UNAVAILABLE.withDescription(message).asException());
  }
}
