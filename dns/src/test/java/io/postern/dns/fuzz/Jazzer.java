package io.postern.dns.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs of the fuzzer Jazzer, each a process of its own.
 *
 * @param target the class with the method that it calls
 * @param instrumented the packages that it sees into; without any it would guess
 */
record Jazzer(Class<?> target, String instrumented) {
  private static final String MAIN = "com.code_intelligence.jazzer.Jazzer";

  private static final Pattern COVERAGE =
      Pattern.compile("#\\d+\\s+(INITED|NEW|REDUCE|RELOAD|DONE|pulse)\\s+cov: (\\d+) ft: (\\d+)");

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
  Result fuzz(int seconds, Path findings, Path... corpora)
      throws IOException, InterruptedException {
    return run(
        List.of(
            "-max_total_time=" + seconds,
            "-timeout=20",
            "-print_final_stats=1",
            "-artifact_prefix=" + findings + "/",
            "--reproducer_path=" + findings),
        corpora);
  }

  /** Puts into the first corpus what gets somewhere that nothing in it does. */
  Result merge(Path... corpora) throws IOException, InterruptedException {
    return run(List.of("-merge=1"), corpora);
  }

  private Result run(List<String> options, Path... corpora)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("jazzer");
    var program = program(folder);
    var log = folder.resolve("log");
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=" + instrumented);
    command.add("--custom_hook_includes=" + instrumented);
    command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*");
    command.addAll(List.of("-rss_limit_mb=0", "-max_len=2048"));
    command.addAll(options);
    for (var corpus : corpora) command.add(corpus.toString());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
    int exitCode = builder.redirectOutput(log.toFile()).start().waitFor();
    var output = Files.readString(log, StandardCharsets.ISO_8859_1);
    delete(folder);
    return result(exitCode, output);
  }

  /** With what a target has left there, which no longer runs. */
  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
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
          -Djava.io.tmpdir='%s' -cp '%s' %s "$@"
        """
            .formatted(java, folder, classes, MAIN);
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
