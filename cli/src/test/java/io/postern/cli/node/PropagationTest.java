package io.postern.cli.node;

import io.postern.dns.testing.Answered;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.UpdateRecordSetRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long after a write was acknowledged by one server another server's DNS answers with it, and a
 * node that follows that other one: asked again and again until it does. A measurement, not a test:
 * {@code bench/run propagation}.
 */
@EnabledIfSystemProperty(named = "postern.propagation.changes", matches = "[0-9]+")
class PropagationTest {
  private static final int CHANGES = Integer.getInteger("postern.propagation.changes", 0);
  private static final int WARM = 100;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  @TempDir Path folder;

  private static ControlPlane start(Path folder, String url) {
    return ControlPlane.start(folder, settings -> settings.with(settings.store().withUrl(url)));
  }

  private static String address(int number) {
    return "10.9.%d.%d".formatted(number >> 8 & 255, number & 255);
  }

  private static RecordSet.Builder records(int number) {
    return RecordSet.newBuilder()
        .setType(RecordType.RECORD_TYPE_A)
        .setTtlSeconds(10)
        .addARecords(ARecord.newBuilder().setIpv4Address(address(number)));
  }

  @Test
  void measure() throws Exception {
    var url = TestPostgres.url();
    try (var one = start(folder.resolve("one"), url);
        var two = start(folder.resolve("two"), url);
        var threads = Executors.newFixedThreadPool(2)) {
      var lab = Lab.in(one);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var zone = lab.zone("fast.example");
      lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      var stub = one.stub(RecordSetServiceGrpc::newBlockingStub);
      var record =
          stub.createRecordSet(
                  CreateRecordSetRequest.newBuilder()
                      .setParent(zone)
                      .setRecordSetId("host")
                      .setRecordSet(records(0))
                      .build())
              .getRecordSet()
              .getName();
      var follows = "127.0.0.1:" + two.server().grpcAddress().getPort();
      var node = NodeProcess.start(folder.resolve("node"), follows, network);
      var atTwo = Lab.of(two);
      var toServer = new ArrayList<Double>();
      var toNode = new ArrayList<Double>();
      try {
        for (int i = 1; i <= WARM + CHANGES; i++) {
          var wanted = address(i);
          var server =
              threads.submit(seen(() -> atTwo.ask(network, "host.fast.example", "A"), wanted));
          var followed =
              threads.submit(seen(() -> text(node.ask("host.fast.example", "A")), wanted));
          var _ =
              stub.updateRecordSet(
                  UpdateRecordSetRequest.newBuilder()
                      .setRecordSet(records(i).setName(record))
                      .build());
          long acknowledged = System.nanoTime();
          double untilServer = (server.get() - acknowledged) / 1e6;
          double untilNode = (followed.get() - acknowledged) / 1e6;
          if (i > WARM) {
            toServer.add(untilServer);
            toNode.add(untilNode);
          }
        }
      } finally {
        node.kill();
      }
      System.out.println(
          "ms after the acknowledgement, " + CHANGES + " changes: p50, p99, largest");
      System.out.println("propagation to another server's DNS  " + figures(toServer));
      System.out.println("propagation to a node                " + figures(toNode));
    }
  }

  private static String text(Answered answered) {
    return String.join(" ", answered.answers());
  }

  /** When an answer had it for the first time. */
  private static Callable<Long> seen(Supplier<String> ask, String wanted) {
    return () -> {
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < PATIENCE_NANOS) {
        if (ask.get().endsWith(" " + wanted)) return System.nanoTime();
      }
      throw new IllegalStateException(wanted + " was never answered");
    };
  }

  /** Below zero it was there before its writer heard of it. */
  private static String figures(List<Double> figures) {
    var sorted = figures.stream().sorted().toList();
    return "%.1f  %.1f  %.1f"
        .formatted(
            sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100), sorted.getLast());
  }
}
