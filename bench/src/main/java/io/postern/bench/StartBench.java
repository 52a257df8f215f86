package io.postern.bench;

import io.grpc.Status;
import io.postern.client.PosternClient;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * How long it takes from the command {@code postern server} to the answer of the first RPC and of
 * the first DNS query, each asked for again and again from the start. Every run has an empty
 * database. Beside it the time that a JVM takes to say its version.
 */
public final class StartBench {
  private static final Duration BOUND = Duration.ofSeconds(2);

  /** Between two attempts: often enough for a figure, rare enough not to be in the server's way. */
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private StartBench() {}

  public static void main(String[] args) throws Exception {
    int runs = args.length == 0 ? 5 : Integer.parseInt(args[0]);
    // Not counted: it loads this program's own classes.
    run();
    var bare = new Spread();
    var rpc = new Spread();
    var dns = new Spread();
    for (int i = 0; i < runs; i++) {
      bare.add(millis(bareJvm()));
      var first = run();
      rpc.add(millis(first.rpc));
      dns.add(millis(first.dns));
    }
    System.out.println("from the command, in ms, " + runs + " runs, middle (smallest to largest)");
    System.out.println("  first RPC         " + rpc);
    System.out.println("  first DNS answer  " + dns);
    System.out.println("  bare JVM          " + bare);
    if (Math.max(rpc.middle(), dns.middle()) > BOUND.toMillis()) {
      System.out.println("over the bound of " + BOUND.toMillis() + " ms");
      System.exit(1);
    }
  }

  private record First(long rpc, long dns) {}

  private static First run() throws Exception {
    var folder = Files.createTempDirectory("postern-start");
    var grpc = freePort();
    var dns = freePort();
    long begun = System.nanoTime();
    var server =
        new ProcessBuilder(
                "./postern",
                "server",
                "--data",
                folder.toString(),
                "--grpc",
                "127.0.0.1:" + grpc,
                "--auth",
                "declared",
                "--dns",
                "127.0.0.1:" + dns)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long end = begun + PATIENCE.toNanos();
      var firstRpc = threads.submit(() -> firstRpc(grpc, end));
      var firstDns = threads.submit(() -> firstDnsAnswer(dns, end));
      return new First(firstRpc.get() - begun, firstDns.get() - begun);
    } finally {
      server.destroy();
      server.waitFor();
      Folders.delete(folder);
    }
  }

  /** When the first RPC was answered. */
  private static long firstRpc(int port, long end) throws IOException, InterruptedException {
    awaitListener(port, end);
    while (System.nanoTime() < end) {
      try (var client =
          PosternClient.builder()
              .address("127.0.0.1", port)
              .plaintext()
              .principal("operator@contoso")
              .retries(RetryPolicy.NONE)
              .build()) {
        var _ = client.subscriptions().list().iterator().hasNext();
        return System.nanoTime();
      } catch (PosternException e) {
        if (e.code() != Status.Code.UNAVAILABLE) throw e;
        Thread.sleep(BETWEEN);
      }
    }
    throw new IllegalStateException("No RPC was answered in time.");
  }

  /** A channel waits a second after its first refusal, so nobody calls before somebody listens. */
  private static void awaitListener(int port, long end) throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        // Where nobody listens, a socket that was given the same port has connected to itself.
        if (socket.getLocalPort() != port) return;
      } catch (ConnectException e) {
        // Nobody listens yet.
      }
      Thread.sleep(BETWEEN);
    }
  }

  private static long firstDnsAnswer(int port, long end) throws IOException, InterruptedException {
    var question = Record.newRecord(Name.fromString("start.example."), Type.A, DClass.IN);
    var query = Message.newQuery(question).toWire();
    var answer = new DatagramPacket(new byte[512], 512);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) BETWEEN.toMillis());
      socket.connect(InetAddress.getLoopbackAddress(), port);
      while (System.nanoTime() < end) {
        try {
          socket.send(new DatagramPacket(query, query.length));
          socket.receive(answer);
          if (isAnswer(answer)) return System.nanoTime();
        } catch (PortUnreachableException e) {
          Thread.sleep(BETWEEN);
        } catch (SocketTimeoutException e) {
          // Nobody answers yet.
        }
      }
    }
    throw new IllegalStateException("No DNS query was answered in time.");
  }

  /** Where nobody listens, a socket that was given the same port hears its own question. */
  private static boolean isAnswer(DatagramPacket packet) throws IOException {
    var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    return new Message(bytes).getHeader().getFlag(Flags.QR);
  }

  private static long bareJvm() throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    long begun = System.nanoTime();
    new ProcessBuilder(java, "-version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    return System.nanoTime() - begun;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
