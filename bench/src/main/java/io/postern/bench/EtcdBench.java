package io.postern.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.bench.etcd.EtcdCalls;
import io.postern.bench.etcd.EtcdProcess;
import io.postern.client.PosternClient;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.PrivateEndpointServiceGrpc;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Durable writes and reads a second beside etcd, on one disk, in turns: an endpoint with its
 * connection, interface and address beside a put of as many octets; a get beside a serializable get
 * of one key; a page of a hundred endpoints beside a serializable range of a hundred keys. The
 * calls of both go over the same number of connections from this process.
 *
 * <p>Arguments: seconds of a turn; rounds; numbers of clients, with commas.
 */
public final class EtcdBench {
  private static final int MOST_CONNECTIONS = 8;
  private static final int EXISTING = 1000;
  private static final int PAGE = 100;
  private static final int WARM_SECONDS = 5;

  /** Turns of warming; a minute. */
  private static final int MOST_WARMING = 12;

  /** About what an endpoint of ours takes in an answer. */
  private static final ByteString VALUE = ByteString.copyFromUtf8("v".repeat(1200));

  private final int seconds;
  private final int rounds;
  private final AtomicInteger puts = new AtomicInteger();
  private final AtomicInteger creates = new AtomicInteger();

  private EtcdBench(int seconds, int rounds) {
    this.seconds = seconds;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    int seconds = args.length < 1 ? 3 : Integer.parseInt(args[0]);
    int rounds = args.length < 2 ? 5 : Integer.parseInt(args[1]);
    var clients = args.length < 3 ? "1,8,64" : args[2];
    var folder = Files.createTempDirectory("postern-etcd");
    try {
      new EtcdBench(seconds, rounds)
          .measure(folder, Arrays.stream(clients.split(",")).map(Integer::parseInt).toList());
    } finally {
      Folders.delete(folder);
    }
    System.exit(0);
  }

  private void measure(Path folder, List<Integer> clients) throws Exception {
    try (var ours = ServerProcess.forMeasurement(folder.resolve("postern"), List.of());
        var etcd = EtcdProcess.start(folder);
        var oursOpen = new Connections(ours.address());
        var etcdOpen = new Connections(etcd.address())) {
      try (var client =
          PosternClient.builder()
              .address("127.0.0.1", ours.address().getPort())
              .plaintext()
              .build()) {
        Population.prepare(client);
      }
      fill(oursOpen, this::create, creates);
      fill(etcdOpen, this::put, puts);
      var writes = new Pair("create, put", this::create, this::put);
      var gets = new Pair("get", this::get, this::etcdGet);
      var lists = new Pair("page of " + PAGE, this::list, this::etcdList);
      System.out.println(
          "calls a second, " + rounds + " turns of " + seconds + " s, middle (smallest to");
      System.out.println("largest); latency in ms of the middle and the 99th of 100");
      for (var pair : List.of(writes, gets, lists))
        for (int count : clients) line(pair, count, oursOpen, etcdOpen);
    }
  }

  /** What is called by one client, over one of the connections. */
  private interface Call {
    void make(ManagedChannel channel);
  }

  private record Pair(String name, Call ours, Call etcd) {}

  private static void fill(Connections connections, Call write, AtomicInteger done) {
    try (var threads = Executors.newFixedThreadPool(64)) {
      for (int i = 0; i < EXISTING; i++) {
        int at = i;
        threads.execute(() -> write.make(connections.of(at)));
      }
    }
    if (done.get() != EXISTING) throw new IllegalStateException("Only " + done.get() + " exist");
  }

  private void line(Pair pair, int clients, Connections ours, Connections etcd) {
    var oursRates = new Spread();
    var etcdRates = new Spread();
    var ratios = new Spread();
    var oursLatencies = new ConcurrentLinkedQueue<Long>();
    var etcdLatencies = new ConcurrentLinkedQueue<Long>();
    warm(pair.ours, ours, clients);
    warm(pair.etcd, etcd, clients);
    for (int round = 0; round < rounds; round++) {
      double mine = run(pair.ours, ours, clients, seconds, oursLatencies);
      double theirs = run(pair.etcd, etcd, clients, seconds, etcdLatencies);
      oursRates.add(mine);
      etcdRates.add(theirs);
      ratios.add(100 * mine / theirs);
    }
    System.out.printf(
        "  %-12s %3d clients  Postern %s %s  etcd %s %s  ratio in hundredths %s%n",
        pair.name,
        clients,
        oursRates,
        latencies(oursLatencies),
        etcdRates,
        latencies(etcdLatencies),
        ratios);
  }

  /**
   * Calls until that gets no faster, which is not counted: a server runs for months, and the
   * machine code of its first minute is not that of the second.
   */
  private void warm(Call call, Connections connections, int clients) {
    double best = 0;
    int noBetter = 0;
    for (int turn = 0; turn < MOST_WARMING && noBetter < 3; turn++) {
      double rate = run(call, connections, clients, WARM_SECONDS, new ConcurrentLinkedQueue<>());
      noBetter = rate > best * 1.03 ? 0 : noBetter + 1;
      best = Math.max(best, rate);
    }
  }

  private static String latencies(ConcurrentLinkedQueue<Long> nanos) {
    var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return String.format(
        "%.1f %.1f", sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
  }

  private double run(
      Call call,
      Connections connections,
      int clients,
      int length,
      ConcurrentLinkedQueue<Long> latencies) {
    var made = new AtomicInteger();
    long begun = System.nanoTime();
    long end = begun + length * 1_000_000_000L;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        var channel = connections.of(i);
        var _ =
            threads.submit(() -> {
              while (System.nanoTime() < end) {
                long at = System.nanoTime();
                call.make(channel);
                latencies.add(System.nanoTime() - at);
                made.incrementAndGet();
              }
            });
      }
    }
    return made.get() / ((System.nanoTime() - begun) / 1e9);
  }

  private void create(ManagedChannel channel) {
    int number = creates.getAndIncrement();
    PrivateEndpointServiceGrpc.newBlockingStub(channel)
        .createPrivateEndpoint(
            CreatePrivateEndpointRequest.newBuilder()
                .setParent(Population.GROUP)
                .setPrivateEndpointId(Population.id(number))
                .setPrivateEndpoint(Population.wanted(number))
                .build());
  }

  private void get(ManagedChannel channel) {
    var name =
        Population.GROUP
            + "/providers/Microsoft.Network/privateEndpoints/"
            + Population.id(anyExisting());
    var _ =
        PrivateEndpointServiceGrpc.newBlockingStub(channel)
            .getPrivateEndpoint(GetPrivateEndpointRequest.newBuilder().setName(name).build());
  }

  private void list(ManagedChannel channel) {
    var page =
        PrivateEndpointServiceGrpc.newBlockingStub(channel)
            .listPrivateEndpoints(
                ListPrivateEndpointsRequest.newBuilder()
                    .setParent(Population.GROUP)
                    .setPageSize(PAGE)
                    .build());
    int found = page.getPrivateEndpointsCount();
    if (found != PAGE) throw new IllegalStateException(found + " endpoints, not " + PAGE);
  }

  private void put(ManagedChannel channel) {
    EtcdCalls.put(channel, key(puts.getAndIncrement()), VALUE);
  }

  private void etcdGet(ManagedChannel channel) {
    EtcdCalls.get(channel, key(anyExisting()));
  }

  private void etcdList(ManagedChannel channel) {
    EtcdCalls.list(channel, ByteString.copyFromUtf8("pe-"), ByteString.copyFromUtf8("pe."), PAGE);
  }

  private static int anyExisting() {
    return ThreadLocalRandom.current().nextInt(EXISTING);
  }

  private static ByteString key(int number) {
    return ByteString.copyFromUtf8(Population.id(number));
  }

  private static final class Connections implements AutoCloseable {
    private final List<ManagedChannel> channels;

    Connections(InetSocketAddress address) {
      this.channels =
          Stream.generate(() -> NettyChannelBuilder.forAddress(address).usePlaintext().build())
              .limit(MOST_CONNECTIONS)
              .toList();
    }

    ManagedChannel of(int client) {
      return channels.get(client % channels.size());
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
