package io.postern.bench.changes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * From the call that changes a name to its acknowledgement, and from there to the first answer that
 * has it: Postern by its API (the write is forced to the disk), BIND by dynamic update (RFC 2136),
 * PowerDNS by its HTTP API. One after the other in each round, each under queries that come at a
 * fixed rate.
 *
 * <p>Arguments: names of the zone; changes of a round; rounds; queries a second.
 */
public final class ChangeBench {
  private static final int WARM_CHANGES = 300;

  private final Random random = new Random(1);
  private final int names;
  private final int rate;

  private ChangeBench(int names, int rate) {
    this.names = names;
    this.rate = rate;
  }

  public static void main(String[] args) throws Exception {
    int names = argument(args, 0, 100_000);
    int changes = argument(args, 1, 200);
    int rounds = argument(args, 2, 5);
    int rate = argument(args, 3, 20_000);
    var folder = Files.createTempDirectory("postern-changes");
    var bench = new ChangeBench(names, rate);
    var queries = bench.queries(folder.resolve("queries"));
    try (var postern = PosternTarget.start(folder.resolve("postern"), names);
        var bind = BindTarget.start(folder.resolve("bind"), names);
        var powerDns = PowerDnsTarget.start(folder.resolve("pdns"), names)) {
      bench.measure(List.of(postern, bind, powerDns), queries, changes, rounds);
    }
  }

  private static int argument(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  private Path queries(Path file) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 100_000; i++)
      lines.add(ChangedServer.label(random.nextInt(names)) + "." + ChangedServer.ZONE + " A");
    return Files.write(file, lines);
  }

  private void measure(List<ChangedServer> servers, Path queries, int changes, int rounds)
      throws Exception {
    var figures = servers.stream().map(Figures::new).toList();
    for (var figure : figures) changes(figure, WARM_CHANGES);
    for (var figure : figures) figure.clear();
    for (int round = 0; round < rounds; round++) {
      for (var figure : figures) {
        var load = load(figure.server.dns(), queries);
        changes(figure, changes);
        load.destroy();
        load.waitFor();
      }
    }
    System.out.printf(
        "%d names, %d queries a second, %d rounds of %d changes; ms, 50 %% and 99 %%%n",
        names, rate, rounds, changes);
    for (var figure : figures) System.out.println(figure);
  }

  private Process load(InetSocketAddress server, Path queries) throws IOException {
    return new ProcessBuilder(
            "bench/dns/dnsblast",
            "-p",
            Integer.toString(server.getPort()),
            "-d",
            queries.toString(),
            "-l",
            "600",
            "-r",
            Integer.toString(rate),
            "-b",
            "4",
            "-w",
            "4096",
            "-K")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void changes(Figures figures, int count) throws Exception {
    try (var asking = new Asking(figures.server.dns())) {
      for (int i = 0; i < count; i++) {
        var label = ChangedServer.label(random.nextInt(names));
        var address = address();
        long begun = System.nanoTime();
        figures.server.change(label, address);
        long acknowledged = System.nanoTime();
        boolean first = asking.hasAddress(label, address);
        while (!first && !asking.hasAddress(label, address)) Thread.onSpinWait();
        figures.add(acknowledged - begun, System.nanoTime() - acknowledged, first);
      }
    }
  }

  /** One that no name of the zone has had. */
  private InetAddress address() {
    var octets = new byte[4];
    random.nextBytes(octets);
    octets[0] = 11;
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }

  /** A client of DNS with one socket. */
  private static final class Asking implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket();

    Asking(InetSocketAddress server) throws IOException {
      socket.connect(server);
      socket.setSoTimeout(100);
    }

    boolean hasAddress(String label, InetAddress address) {
      try {
        var name = Name.fromString(label + "." + ChangedServer.ZONE + ".");
        var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
        socket.send(new DatagramPacket(query, query.length));
        var packet = new DatagramPacket(new byte[1_232], 1_232);
        socket.receive(packet);
        var answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        return answer.getSection(Section.ANSWER).stream()
            .anyMatch(found -> found instanceof ARecord a && a.getAddress().equals(address));
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** What was measured at one server. */
  private static final class Figures {
    private final ChangedServer server;
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> visible = new ArrayList<>();
    private int late;

    Figures(ChangedServer server) {
      this.server = server;
    }

    void add(long acknowledgedNanos, long visibleNanos, boolean atOnce) {
      acknowledged.add(acknowledgedNanos);
      visible.add(visibleNanos);
      if (!atOnce) late++;
    }

    void clear() {
      acknowledged.clear();
      visible.clear();
      late = 0;
    }

    private static String two(List<Long> nanos) {
      var sorted = nanos.stream().sorted().toList();
      return "%7.2f %7.2f"
          .formatted(
              sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6);
    }

    @Override
    public String toString() {
      return "  %-10s call to acknowledgement %s   from there to the first right answer %s   old answers %d"
          .formatted(server.name(), two(acknowledged), two(visible), late);
    }
  }
}
