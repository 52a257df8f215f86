package io.postern.bench;

import io.postern.client.PosternClient;
import io.postern.server.app.PosternServer;
import io.postern.server.config.ServerSettings;
import io.postern.v1.PrivateEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One store as it grows: what the first start (which makes the index of DNS from the tables) and
 * each later one (which finds it kept), a get, a page, a create and an approval cost at each size,
 * by one client, and what the server takes of memory. Prints a table, and a chart to be shown with
 * it.
 *
 * <p>Arguments: sizes, ascending; calls of each sort.
 */
public final class GrowthBench {
  private static final int PAGE = 100;
  private static final int PAGES = 50;
  private static final int WARM = 300;

  /** What the server may take: a start that needs more fails. */
  private static final List<String> HEAP = List.of("-Xmx1536m");

  private final Path folder;
  private final int calls;
  private final Random random = new Random(7);
  private final List<Row> rows = new ArrayList<>();

  /** What is filled in order, and above it what calls have made. */
  private int filled;

  private int made = 1_000_000_000;

  private GrowthBench(Path folder, int calls) {
    this.folder = folder;
    this.calls = calls;
  }

  /** The middle call and the 99th of 100, in milliseconds. */
  private record Times(double middle, double p99) {
    static Times of(long[] nanos) {
      var sorted = nanos.clone();
      Arrays.sort(sorted);
      return new Times(sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    @Override
    public String toString() {
      return "%.1f · %.1f".formatted(middle, p99);
    }
  }

  private record Row(
      int endpoints,
      double firstStartSeconds,
      double startSeconds,
      long megabytes,
      Times get,
      Times page,
      Times create,
      Times approve) {
    @Override
    public String toString() {
      return "| %,d | %.1f | %.1f | %,d | %s | %s | %s | %s |"
          .formatted(
              endpoints, firstStartSeconds, startSeconds, megabytes, get, page, create, approve);
    }
  }

  @FunctionalInterface
  private interface Call {
    void run(int number);
  }

  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    var sizes = args.length < 1 ? "1000,10000,100000,1000000" : args[0];
    int calls = args.length < 2 ? 1_000 : Integer.parseInt(args[1]);
    var folder = Files.createTempDirectory("postern-growth");
    try {
      new GrowthBench(folder, calls)
          .measure(Arrays.stream(sizes.split(",")).map(Integer::parseInt).toList());
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(List<Integer> sizes) throws Exception {
    try (var server = PosternServer.start(ServerProcess.onFreePorts(ServerSettings.in(folder)));
        var client = client(server.grpcAddress().getPort())) {
      Population.prepare(client);
    }
    for (int size : sizes) {
      long begun = System.nanoTime();
      filled = Population.fill(folder, filled, size);
      System.out.printf("%,d endpoints after %.0f s%n", size, (System.nanoTime() - begun) / 1e9);
      rows.add(row(size));
      System.out.println(rows.getLast());
    }
    print();
  }

  private Row row(int size) throws Exception {
    double first = firstStart();
    long begun = System.nanoTime();
    try (var server = ServerProcess.forMeasurement(folder, HEAP);
        var client = client(server.address().getPort())) {
      get(client, 0);
      double started = (System.nanoTime() - begun) / 1e9;
      var pending = new ArrayList<String>();
      for (int i = 0; i < WARM; i++) {
        get(client, i % size);
        pending.add(create(client, true));
        approve(client, pending.removeLast());
      }
      for (int i = 0; i < calls; i++) pending.add(create(client, true));
      var get = timed(calls, number -> get(client, random.nextInt(size)));
      var page = pages(client);
      var create = timed(calls, number -> create(client, false));
      var approve = timed(calls, number -> approve(client, pending.get(number)));
      return new Row(
          size,
          first,
          started,
          ProcessFigures.residentMegabytes(server.pid()),
          get,
          page,
          create,
          approve);
    }
  }

  /** The start after the store was filled, which no index was kept for; until the first answer. */
  private double firstStart() throws Exception {
    long begun = System.nanoTime();
    try (var server = ServerProcess.forMeasurement(folder, HEAP);
        var client = client(server.address().getPort())) {
      get(client, 0);
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private static Times timed(int count, Call call) {
    var nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      call.run(i);
      nanos[i] = System.nanoTime() - begun;
    }
    return Times.of(nanos);
  }

  private static void get(PosternClient client, int number) {
    var found = client.privateEndpoints().get(Population.name(number).text());
    if (!found.getName().equals(Population.name(number).text()))
      throw new IllegalStateException(number + " was asked for, there came " + found.getName());
  }

  /** Pages one after the other, from a place in the middle of things on. */
  private Times pages(PosternClient client) {
    var token = new String[] {""};
    return timed(
        PAGES,
        number -> {
          var page = client.privateEndpoints().listPage(Population.GROUP, PAGE, token[0]);
          if (page.values().isEmpty()) throw new IllegalStateException("An empty page.");
          token[0] = page.nextPageToken();
        });
  }

  /** Returns the name of its connection. */
  private String create(PosternClient client, boolean manual) {
    var wanted = Population.wanted(made).toBuilder();
    wanted.getPrivateLinkServiceConnectionBuilder().setManual(manual);
    var created =
        client.privateEndpoints().create(Population.GROUP, Population.id(made), wanted.build());
    made++;
    return connection(created.value());
  }

  private static String connection(PrivateEndpoint endpoint) {
    return endpoint.getConnectionStatus().getConnection();
  }

  private static void approve(PosternClient client, String connection) {
    var _ = client.connections().approve(connection, "ok");
  }

  private void print() {
    System.out.println();
    System.out.println(
        "| Endpoints | First start, s | Start, s | Resident, MB | Get, ms | Page of 100 | Create |"
            + " Approve |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    rows.forEach(System.out::println);
    var first = rows.getFirst();
    var last = rows.getLast();
    System.out.printf(
        "%nlast to first: get %.2f, page %.2f, create %.2f, approve %.2f, p99 of approve %.2f%n",
        last.get.middle / first.get.middle,
        last.page.middle / first.page.middle,
        last.create.middle / first.create.middle,
        last.approve.middle / first.approve.middle,
        last.approve.p99 / first.approve.p99);
    System.out.println();
    System.out.println(
        "```mermaid\nxychart-beta\n  title \"One call, ms, by endpoints that exist\"");
    System.out.println(
        "  x-axis ["
            + rows.stream()
                .map(row -> "\"%,d\"".formatted(row.endpoints))
                .collect(Collectors.joining(", "))
            + "]");
    line(rows.stream().map(row -> row.get).toList());
    line(rows.stream().map(row -> row.page).toList());
    line(rows.stream().map(row -> row.create).toList());
    line(rows.stream().map(row -> row.approve).toList());
    System.out.println("```");
  }

  private static void line(List<Times> times) {
    System.out.println(
        "  line ["
            + times.stream()
                .map(time -> "%.2f".formatted(time.middle))
                .collect(Collectors.joining(", "))
            + "]");
  }

  private static PosternClient client(int port) {
    return PosternClient.builder()
        .address("127.0.0.1", port)
        .plaintext()
        .deadline(Duration.ofMinutes(2))
        .build();
  }
}
