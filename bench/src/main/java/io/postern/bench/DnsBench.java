package io.postern.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DNS queries a second, beside an echo server, NSD and Knot in the same cycle. The work is done by
 * the programs in {@code bench/dns}; this tells them how to start a server of ours.
 */
final class DnsBench {
  private static final String OPTIONS =
      "-XX:+UseSerialGC -XX:+UseTransparentHugePages --enable-native-access=ALL-UNNAMED";

  private DnsBench() {}

  /** Arguments: servers, names, cycles, modes; each may be left out from the end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var servers = argument(args, 0, "echo,nsd,knot,ours");
    var names = argument(args, 1, "100000");
    var cycles = argument(args, 2, "10");
    var modes = argument(args, 3, "gso");
    var figures = Path.of("bench/target/dns-" + System.currentTimeMillis() + ".jsonl").toString();
    run("make", "-s", "-C", "bench/dns");
    run(
        "python3",
        "bench/dns/cycle.py",
        "-s",
        servers,
        "-n",
        names,
        "-c",
        cycles,
        "-m",
        modes,
        "-o",
        figures,
        "--wait",
        "0");
    var base = List.of(servers.split(",")).contains("knot") ? "knot" : servers.split(",")[0];
    run("python3", "bench/dns/cycle.py", "--base", base, "--report", figures);
  }

  private static String argument(String[] args, int at, String otherwise) {
    return args.length > at ? args[at] : otherwise;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(new ArrayList<>(List.of(command))).inheritIO();
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var target =
        "%s %s -cp %s io.postern.bench.DnsTarget"
            .formatted(java, OPTIONS, System.getProperty("java.class.path"));
    builder.environment().putIfAbsent("TARGET", target);
    builder
        .environment()
        .putIfAbsent(
            "OURS", "sh -c '" + target + " {port} $(basename {zone} | cut -d. -f2) 0 plain'");
    var code = builder.start().waitFor();
    if (code != 0) {
      throw new IllegalStateException(command[0] + " ended with " + code);
    }
  }
}
