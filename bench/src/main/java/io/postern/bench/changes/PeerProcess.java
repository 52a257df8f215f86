package io.postern.bench.changes;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The process of a name server with one zone, in a folder of its own. */
final class PeerProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final Process process;
  private final InetSocketAddress dns;

  private PeerProcess(Process process, InetSocketAddress dns) {
    this.process = process;
    this.dns = dns;
  }

  static int freePort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Writes the zone as a file. */
  static Path zone(Path folder, int names) throws IOException {
    var file = folder.resolve("zone");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("$ORIGIN " + ChangedServer.ZONE + ".\n$TTL 300\n");
      out.write("@ IN SOA ns1 hostmaster 1 3600 600 86400 300\n@ IN NS ns1\nns1 IN A 127.0.0.1\n");
      for (int i = 0; i < names; i++) {
        out.write(
            "%s IN A 10.%d.%d.%d%n"
                .formatted(ChangedServer.label(i), i >> 16 & 255, i >> 8 & 255, i & 255));
      }
    }
    return file;
  }

  /** Starts the server; returns when it answers for the last name. */
  static PeerProcess start(Path folder, int port, int names, String... command)
      throws IOException, InterruptedException {
    var log = folder.resolve("log").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    var peer =
        new PeerProcess(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    peer.awaitName(ChangedServer.label(names - 1), log.toPath());
    return peer;
  }

  private void awaitName(String label, Path log) throws IOException, InterruptedException {
    var resolver = new SimpleResolver(dns);
    resolver.setTimeout(Duration.ofMillis(100));
    var name = Name.fromString(label + "." + ChangedServer.ZONE + ".");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end && process.isAlive()) {
      try {
        var answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
        if (!answer.getSection(Section.ANSWER).isEmpty()) return;
      } catch (IOException e) {
        // Nobody listens yet.
      }
      Thread.sleep(20);
    }
    close();
    throw new IOException("The server did not start: " + Files.readString(log));
  }

  InetSocketAddress dns() {
    return dns;
  }

  @Override
  public void close() {
    process.destroy();
    var _ = process.onExit().join();
  }
}
