package io.postern.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux tells of a process. */
final class ProcessFigures {
  private static final Duration LOOKED_FOR = Duration.ofSeconds(5);

  private ProcessFigures() {}

  /** The memory it has in fact, in MB of 1,000,000 bytes. */
  static long residentMegabytes(long pid) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:"))
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000;
    }
    throw new IOException("There is no VmRSS of " + pid);
  }

  /** How much of a processor it uses while it is looked at, in hundredths. */
  static double idlePercent(long pid) throws InterruptedException {
    var before = processor(pid);
    Thread.sleep(LOOKED_FOR);
    return 100.0 * processor(pid).minus(before).toMillis() / LOOKED_FOR.toMillis();
  }

  /** The processor time it has used so far: what a busy machine does not change much. */
  static Duration processor(long pid) {
    return ProcessHandle.of(pid).flatMap(it -> it.info().totalCpuDuration()).orElseThrow();
  }
}
