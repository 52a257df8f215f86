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

  private static final Pattern COVERAGE =
      Pattern.compile("#\\d+\\s+(INITED|NEW|REDUCE|RELOAD|DONE|pulse)\\s+cov: (\\d+) ft: (\\d+)");

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
    return run(
        target,
        List.of(
            "-max_total_time=" + seconds,
            "-timeout=20",
            "-print_final_stats=1",
            "-artifact_prefix=" + findings + "/",
            "--reproducer_path=" + findings),
        corpora);
  }

  /** Puts into the first corpus what gets somewhere that nothing in it does. */
  static Result merge(Class<?> target, Path... corpora) throws IOException, InterruptedException {
    return run(target, List.of("-merge=1"), corpora);
  }

  private static Result run(Class<?> target, List<String> options, Path... corpora)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("jazzer");
    var program = program(folder);
    var log = folder.resolve("log");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=" + INSTRUMENTED);
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*");
    command.addAll(List.of("-rss_limit_mb=0", "-max_len=2048"));
    command.addAll(options);
    for (var corpus : corpora) command.add(corpus.toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
    int exitCode = builder.redirectOutput(log.toFile()).start().waitFor();
    var output = Files.readString(log, StandardCharsets.ISO_8859_1);
    for (var file : List.of(log, program, folder)) Files.delete(file);
    return result(exitCode, output);
  }

  /** Jazzer as a program of its own: to merge, it calls itself by its name. */
  private static Path program(Path folder) throws IOException {
    var java = ProcessHandle.current().info().command().orElse("java");
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var script =
        """
        #!/bin/sh
        exec '%s' -Xmx1g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
          --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
          -cp '%s' %s "$@"
        """
            .formatted(java, classes, MAIN);
    var program = Files.writeString(folder.resolve("jazzer"), script);
    if (!program.toFile().setExecutable(true)) throw new IOException(program + " cannot be run");
    return program;
  }

  private static Result result(int exitCode, String output) {
    int begun = 0;
    int reached = 0;
    for (var match = COVERAGE.matcher(output); match.find(); ) {
      reached = Integer.parseInt(match.group(2));
      if (match.group(1).equals("INITED")) begun = reached;
    }
    return new Result(exitCode, begun, reached, output);
  }
}
