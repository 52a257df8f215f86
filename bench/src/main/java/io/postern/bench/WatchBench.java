package io.postern.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.bench.Watchers.Took;
import io.postern.bench.etcd.EtcdCalls;
import io.postern.bench.etcd.EtcdProcess;
import io.postern.client.PosternClient;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long it takes from the call that makes one change until every one of many watches has it,
 * durably written, beside etcd: both servers are up, each with as many watches, and are changed in
 * turns. The watches of both are streams over the same number of connections from this process, and
 * every one is checked to get every change, once and in order. The values are of one size.
 *
 * <p>Arguments: the numbers of watches, with commas; rounds; what to measure ({@code both}, {@code
 * ours}, {@code etcd}); seconds between checkpoints.
 */
public final class WatchBench {
  private static final int CONNECTIONS = 10;

  /** Before the first figure: code that has run is faster code. */
  private static final Duration WARM = Duration.ofSeconds(40);

  private static final ByteString KEY = ByteString.copyFromUtf8("watched");
  private static final String TAG = "change";

  private final List<String> lines = new ArrayList<>();

  private WatchBench() {}

  public static void main(String[] args) throws Exception {
    var counts = args.length < 1 ? "1000,10000" : args[0];
    int rounds = args.length < 2 ? 20 : Integer.parseInt(args[1]);
    var which = args.length < 3 ? "both" : args[2];
    int checkpoints = args.length < 4 ? 60 : Integer.parseInt(args[3]);
    var bench = new WatchBench();
    for (int count : Arrays.stream(counts.split(",")).mapToInt(Integer::parseInt).toArray())
      bench.measure(count, rounds, which, checkpoints);
    System.out.println(
        "one change until every watch has it, in ms, "
            + rounds
            + " rounds in turns, middle (smallest to largest)");
    bench.lines.forEach(System.out::println);
    System.exit(0);
  }

  private void measure(int count, int rounds, String which, int checkpoints) throws Exception {
    var folder = Files.createTempDirectory("postern-watches");
    try (var servers = new Servers(folder, which)) {
      for (var server : servers.all) server.open(count, checkpoints);
      int warm = 0;
      for (long end = System.nanoTime() + WARM.toNanos(); System.nanoTime() < end; ) {
        warm++;
        for (var server : servers.all) server.change(warm);
      }
      var figures = servers.all.stream().map(_ -> new Spread()).toList();
      var used =
          servers.all.stream().map(server -> ProcessFigures.processor(server.pid())).toList();
      var writes = servers.all.stream().map(_ -> new Spread()).toList();
      var ratios = new Spread();
      for (int i = 1; i <= rounds; i++) {
        var times = new double[figures.size()];
        for (int at = 0; at < times.length; at++) {
          var took = servers.all.get(at).change(warm + i);
          times[at] = took.everywhere() / 1e6;
          figures.get(at).add(times[at]);
          writes.get(at).add(took.written() / 1e6);
        }
        if (times.length == 2) ratios.add(100 * times[0] / times[1]);
      }
      for (int at = 0; at < figures.size(); at++) {
        var server = servers.all.get(at);
        var usedNow = ProcessFigures.processor(server.pid()).minus(used.get(at));
        lines.add(
            String.format(
                "  %,7d watches  %-8s %s; the call answered after %s; %.1f ms of the server's"
                    + " processor a change; %,d MB resident, %.1f %% of a processor when idle",
                count,
                server.name(),
                figures.get(at),
                writes.get(at),
                (double) usedNow.toMillis() / rounds,
                ProcessFigures.residentMegabytes(server.pid()),
                ProcessFigures.idlePercent(server.pid())));
      }
      if (figures.size() == 2)
        lines.add(
            String.format("  %,7d watches  Postern to etcd, in hundredths: %s", count, ratios));
    } finally {
      Folders.delete(folder);
    }
  }

  /** What is measured, with its watches. */
  private interface Watched extends AutoCloseable {
    String name();

    long pid();

    void open(int count, int checkpoints) throws InterruptedException;

    Took change(int number) throws InterruptedException;

    @Override
    void close();
  }

  private static final class Servers implements AutoCloseable {
    final List<Watched> all = new ArrayList<>();

    Servers(Path folder, String which) throws IOException, InterruptedException {
      if (!which.equals("etcd")) all.add(new Ours(folder));
      if (!which.equals("ours")) all.add(new Etcd(folder));
    }

    @Override
    public void close() {
      for (var server : all) server.close();
    }
  }

  private abstract static class OnChannels<R> implements Watched {
    final List<ManagedChannel> channels;
    private Watchers<R> watchers;

    @SuppressWarnings("NullAway.Init") // opened before anything is changed
    OnChannels(InetSocketAddress address) {
      this.channels = channels(address);
    }

    abstract Watchers<R> watchers(int count, int checkpoints) throws InterruptedException;

    abstract void write(String value);

    /** How long the value is beside its number, so that the messages of both are as long. */
    abstract int padding();

    @Override
    public void open(int count, int checkpoints) throws InterruptedException {
      watchers = watchers(count, checkpoints);
    }

    @Override
    public Took change(int number) throws InterruptedException {
      return watchers.change(number, () -> write(number + " ".repeat(padding())));
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
    }

    private static List<ManagedChannel> channels(InetSocketAddress address) {
      return Stream.generate(
              () -> NettyChannelBuilder.forAddress(address).usePlaintext().directExecutor().build())
          .limit(CONNECTIONS)
          .toList();
    }
  }

  private static final class Ours extends OnChannels<WatchResponse> {
    private final ServerProcess process;
    private String network = "";

    Ours(Path folder) throws IOException {
      this(ServerProcess.forMeasurement(folder.resolve("postern"), List.of()));
    }

    private Ours(ServerProcess process) {
      super(process.address());
      this.process = process;
    }

    @Override
    public String name() {
      return "Postern";
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    Watchers<WatchResponse> watchers(int count, int checkpoints) throws InterruptedException {
      try (var client =
          PosternClient.builder()
              .address("127.0.0.1", process.address().getPort())
              .plaintext()
              .build()) {
        network = Population.network(client);
      }
      var request =
          WatchRequest.newBuilder()
              .setParent(network)
              .setCheckpointInterval(
                  com.google.protobuf.Duration.newBuilder().setSeconds(checkpoints))
              .build();
      return Watchers.open(
          channels,
          count,
          (channel, replies) -> WatchServiceGrpc.newStub(channel).watch(request, replies),
          reply -> reply.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE,
          Ours::numbers);
    }

    private static List<Integer> numbers(WatchResponse reply) {
      if (reply.getKind() != WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES) return List.of();
      return reply.getChangesList().stream()
          .map(change -> number(change.getResource().getVirtualNetwork().getTagsOrThrow(TAG)))
          .toList();
    }

    @Override
    int padding() {
      return 100;
    }

    @Override
    void write(String value) {
      var changed = VirtualNetwork.newBuilder().setName(network).putTags(TAG, value);
      VirtualNetworkServiceGrpc.newBlockingStub(channels.getFirst())
          .updateVirtualNetwork(
              UpdateVirtualNetworkRequest.newBuilder().setVirtualNetwork(changed).build());
    }

    @Override
    public void close() {
      super.close();
      process.close();
    }
  }

  private static final class Etcd extends OnChannels<UnknownFieldSet> {
    private final EtcdProcess process;

    Etcd(Path folder) throws IOException, InterruptedException {
      this(EtcdProcess.start(folder));
    }

    private Etcd(EtcdProcess process) {
      super(process.address());
      this.process = process;
    }

    @Override
    public String name() {
      return "etcd";
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    Watchers<UnknownFieldSet> watchers(int count, int checkpoints) throws InterruptedException {
      return Watchers.open(
          channels,
          count,
          (channel, replies) -> EtcdCalls.watch(channel, KEY, replies),
          EtcdCalls::isCreated,
          reply ->
              EtcdCalls.values(reply).stream().map(value -> number(value.toStringUtf8())).toList());
    }

    @Override
    int padding() {
      return 420;
    }

    @Override
    void write(String value) {
      EtcdCalls.put(channels.getFirst(), KEY, ByteString.copyFromUtf8(value));
    }

    @Override
    public void close() {
      super.close();
      process.close();
    }
  }

  private static int number(String value) {
    return Integer.parseInt(value.strip());
  }
}
