package io.postern.dns.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the system, run for a test. */
final class Program {
  private static final int PATIENCE_SECONDS = 20;

  private Program() {}

  /** Runs to the end and returns what was printed. */
  static String output(String program, List<String> arguments) {
    try {
      var process = builder(program, arguments).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(program + " " + arguments + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * What a program that ended did.
   *
   * @param printed all of it, errors too
   */
  record Ended(int exitCode, String printed) {}

  /** Runs to the end, however that is, with nothing to read. */
  static Ended run(String program, List<String> arguments) {
    try {
      var process = builder(program, arguments).redirectInput(new File("/dev/null")).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(program + " " + arguments + " does not end:\n" + output);
      }
      return new Ended(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a program to talk to; its errors are not read. */
  static Process talk(String program, List<String> arguments) throws IOException {
    return builder(program, arguments)
        .redirectErrorStream(false)
        .redirectError(Redirect.DISCARD)
        .start();
  }

  /** Starts a server and returns once it has printed {@code readyLine}. */
  static Process server(String program, List<String> arguments, String readyLine)
      throws IOException {
    var process = builder(program, arguments).start();
    var printed = process.inputReader(StandardCharsets.UTF_8);
    var seen = new StringBuilder();
    for (var line = printed.readLine(); line != null; line = printed.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(readyLine)) {
        Thread.ofVirtual().start(() -> drain(printed));
        return process;
      }
    }
    throw new IOException(program + " did not start:\n" + seen);
  }

  /** A server blocks once nobody reads what it prints. */
  private static void drain(BufferedReader printed) {
    try {
      while (printed.readLine() != null) {}
    } catch (IOException _) {
      // The server has ended.
    }
  }

  static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessBuilder builder(String program, List<String> arguments) {
    var path = NeedsProgramCondition.find(program).map(Path::toString).orElse(program);
    var command = Stream.concat(Stream.of(path), arguments.stream()).toList();
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
