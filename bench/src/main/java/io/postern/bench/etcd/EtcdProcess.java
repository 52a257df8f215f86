package io.postern.bench.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/** An etcd with one member, in a folder, with its usual settings: every put is on disk. */
public final class EtcdProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final Process process;
  private final InetSocketAddress address;

  private EtcdProcess(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it and returns once it listens. */
  public static EtcdProcess start(Path folder) throws IOException, InterruptedException {
    var client = "http://127.0.0.1:" + freePort();
    var peer = "http://127.0.0.1:" + freePort();
    var process =
        new ProcessBuilder(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--log-level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("etcd.log").toFile())
            .start();
    int port = Integer.parseInt(client.substring(client.lastIndexOf(':') + 1));
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    awaitListener(process, address, folder.resolve("etcd.log"));
    return new EtcdProcess(process, address);
  }

  private static void awaitListener(Process process, InetSocketAddress address, Path log)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(address);
        if (socket.getLocalPort() != address.getPort()) return;
      } catch (IOException e) {
        // Nobody listens yet.
      }
      Thread.sleep(BETWEEN);
    }
    throw new IOException("etcd did not start; see " + log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Where it serves gRPC. */
  public InetSocketAddress address() {
    return address;
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
