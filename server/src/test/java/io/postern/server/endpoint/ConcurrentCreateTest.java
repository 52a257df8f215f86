package io.postern.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.SubnetServiceGrpc;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentCreateTest {
  private static final int CALLERS = 64;
  private static final int CALLS_EACH = 2;

  /** What a /26 gives out: 64 less the five that nobody gets (Rules §6). */
  private static final int USABLE = 59;

  @TempDir Path folder;

  @Test
  void sixtyFourCallersInOneSubnetNeverShareAnAddress() {
    try (var plane = ControlPlane.start(folder)) {
      var bench = new EndpointBench(plane);
      var subnet = bench.lab.subnet(bench.network, "small", "10.1.8.0/26");
      var wanted = bench.blob(bench.lab.storage("acct")).setSubnet(subnet).build();
      var given = new ConcurrentSkipListSet<String>();
      var created = new AtomicInteger();
      var reasons = new ConcurrentSkipListSet<String>();

      try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int caller = 0; caller < CALLERS; caller++) {
          var prefix = "pe" + caller + "-";
          callers.execute(() -> {
            for (int i = 0; i < CALLS_EACH; i++) {
              var id = prefix + i;
              try {
                var endpoint = bench.create(id, wanted.toBuilder());
                given.add(endpoint.getCustomDnsConfigs(0).getIpAddresses(0));
                created.incrementAndGet();
              } catch (StatusRuntimeException full) {
                reasons.add(
                    Refusal.of(
                            () -> {
                              throw full;
                            })
                        .reason());
              }
            }
          });
        }
      }

      assertEquals(USABLE, created.get());
      assertEquals(allOf("10.1.8."), given);
      assertEquals(Set.of("SUBNET_FULL"), reasons);
      var counters =
          plane
              .stub(SubnetServiceGrpc::newBlockingStub)
              .getSubnet(GetSubnetRequest.newBuilder().setName(subnet).build())
              .getSubnet()
              .getAddressCounters(0);
      assertEquals(USABLE, counters.getUsed());
      assertEquals(0, counters.getFree());
    }
  }

  private static Set<String> allOf(String prefix) {
    return IntStream.range(4, 4 + USABLE)
        .mapToObj(last -> prefix + last)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
