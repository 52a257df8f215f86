package io.postern.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.Postern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own, since a signal ends the whole of it. */
final class DemoInterruptionTest {
  @TempDir Path temporary;

  @Test
  void anInterruptedDemoRemovesItsFolderAndSaysThatItWasInterrupted() throws Exception {
    var demo = start("demo");
    readUntil(demo, "1  A server with an empty database in ");
    assertTrue(hasFolder());

    demo.destroy();

    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals("postern: interrupted\n", errors());
    assertEquals(143, demo.exitValue());
    assertFalse(hasFolder());
  }

  @Test
  void aDemoThatStaysUpRemovesItsFolderWhenItIsStopped() throws Exception {
    var demo = start("demo", "--keep");
    readUntil(demo, "The server stays up until Ctrl-C.");

    demo.destroy();

    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals("postern: stopped\n", errors());
    assertEquals(0, demo.exitValue());
    assertFalse(hasFolder());
  }

  private Process start(String... args) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Postern.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(temporary.resolve("errors").toFile()).start();
  }

  private static void readUntil(Process process, String beginning) throws IOException {
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(beginning)) return;
    }
    throw new AssertionError("the demo ended before it said: " + beginning);
  }

  private String errors() throws IOException {
    return Files.readString(temporary.resolve("errors"));
  }

  private boolean hasFolder() throws IOException {
    try (var files = Files.list(temporary)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("postern-demo-"));
    }
  }
}
