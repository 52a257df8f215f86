package io.postern.dns.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs of the fuzzer Jazzer, each a process of its own. */
final class Jazzer {
  private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";

  /** Without it the fuzzer would see nothing of what it fuzzes, and guess. */
  private static final String INSTRUMENTED = "io.postern.dns.**";

  private static final Pattern COVERAGE = Pattern.compile("#\\d+\\s+(INITED|NEW|REDUCE|DONE|pulse)\\s+cov: (\\d+) ft: (\\d+)");

  private Jazzer() {}

  /**
   * What came of a run.
   *
   * @param exitCode 0 if nothing was found
   * @param begun edges that the corpus reaches
   * @param reached edges at the end
   */
  record Result(int exitCode, int begun, int reached, String output) {}

  /**
   * Fuzzes.
   *
   * @param seconds how long at most
   * @param findings a folder for the inputs that were not withstood
   * @param corpora the first takes what is found to get somewhere new
   */
  static Result fuzz(Class<?> target, int seconds, Path findings, Path... corpora)
      throws IOException, InterruptedException {
    var command =
        command(
            target,
            "-max_total_time=" + seconds,
            "-timeout=20",
            "-rss_limit_mb=0",
            "-max_len=2048",
            "-print_final_stats=1",
            "-artifact_prefix=" + findings + "/");
    for (var corpus : corpora) command.add(corpus.toString());
    return run(command);
  }

  /** Puts into the first corpus what of the others it lacks, and nothing that reaches no further. */
  static Result merge(Class<?> target, Path into, Path from)
      throws IOException, InterruptedException {
    var command = command(target, "-merge=1", "-rss_limit_mb=0", "-max_len=2048");
    command.add(into.toString());
    command.add(from.toString());
    return run(command);
  }

  private static List<String> command(Class<?> target, String... arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            MAIN,
            "--target_class=" + target.getName(),
            "--instrumentation_includes=" + INSTRUMENTED,
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    var log = Files.createTempFile("jazzer", ".log");
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exitCode = process.waitFor();
    var output = Files.readString(log, StandardCharsets.ISO_8859_1);
    Files.delete(log);
    int begun = 0;
    int reached = 0;
    for (var match = COVERAGE.matcher(output); match.find(); ) {
      reached = Integer.parseInt(match.group(2));
      if (begun == 0) begun = reached;
    }
    return new Result(exitCode, begun, reached, output);
  }
}
