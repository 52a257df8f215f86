package io.postern.bench;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.AddressPool;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What giving out an address costs in a subnet with very many endpoints, beside one with ten. Both
 * are in one database; the rounds take turns, and each is rolled back, so that neither subnet
 * grows.
 */
public final class AddressBench {
  private static final int FEW = 10;
  private static final int WRITES_OF_A_ROUND = 20;

  /**
   * A look-up passes over what its own transaction has deleted, so that a long one would measure
   * its length; this is what a group of waiting writers comes to.
   */
  private static final int OF_A_WRITE = 50;

  private static final double BOUND = 1.25;
  private static final ResourceName NETWORK =
      ResourceName.of(
          "subscriptions/bench/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v");
  private static final ResourceName SMALL = NETWORK.child("subnets", "small");
  private static final ResourceName LARGE = NETWORK.child("subnets", "large");

  private AddressBench() {}

  public static void main(String[] args) throws Exception {
    int many = args.length < 1 ? 60_000 : Integer.parseInt(args[0]);
    int rounds = args.length < 2 ? 15 : Integer.parseInt(args[1]);
    var folder = Files.createTempDirectory("postern-addresses");
    try (var store = JdbcStore.openFile(folder.resolve("bench"), 2, new RandomIds())) {
      fill(store, SMALL, Cidr.of("10.1.0.0/16"), FEW);
      fill(store, LARGE, Cidr.of("10.2.0.0/16"), many);
      var few = new Spread();
      var more = new Spread();
      // The first rounds are for the compiler.
      for (int round = -5; round < rounds; round++) {
        double one = nanosEach(store, SMALL);
        double other = nanosEach(store, LARGE);
        if (round < 0) continue;
        few.add(one);
        more.add(other);
      }
      double ratio = more.middle() / few.middle();
      System.out.println("one address, in ns, " + rounds + " rounds, middle (smallest to largest)");
      System.out.printf("  %,7d endpoints  %s%n", FEW, few);
      System.out.printf("  %,7d endpoints  %s%n", many, more);
      System.out.printf("  ratio %.2f%n", ratio);
      if (ratio > BOUND) {
        System.out.println("over the bound of " + BOUND);
        System.exit(1);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static void fill(JdbcStore store, ResourceName subnet, Cidr prefix, int endpoints) {
    for (int from = 0; from < endpoints; from += OF_A_WRITE) {
      int first = from;
      store.write(
          context(),
          tx -> {
            if (first == 0) AddressPool.open(tx, subnet, prefix);
            for (int i = first; i < Math.min(first + OF_A_WRITE, endpoints); i++)
              allocate(tx, subnet, i);
            // A write that changes no resource is taken back.
            return tx.create(marker(subnet.id() + first), "filled");
          });
    }
  }

  private static double nanosEach(JdbcStore store, ResourceName subnet) {
    long nanos = 0;
    for (int i = 0; i < WRITES_OF_A_ROUND; i++)
      nanos += store.plan(context(), tx -> nanos(tx, subnet)).value();
    return (double) nanos / (WRITES_OF_A_ROUND * OF_A_WRITE);
  }

  private static long nanos(WriteTx tx, ResourceName subnet) {
    long begun = System.nanoTime();
    for (int i = 0; i < OF_A_WRITE; i++) allocate(tx, subnet, 1_000_000 + i);
    return System.nanoTime() - begun;
  }

  private static void allocate(WriteTx tx, ResourceName subnet, int number) {
    var owner = ResourceName.of("endpoints/" + number);
    var _ = AddressPool.allocate(tx.addresses(subnet), true, owner, subnet, tx.now());
  }

  private static RequestContext context() {
    return new RequestContext(Principal.SYSTEM, Clock.systemUTC().instant());
  }

  /** The smallest resource there is. */
  static Subscription marker(String id) {
    return new Subscription(
        ResourceName.of("subscriptions/" + id),
        Meta.NEW,
        "bench",
        "",
        new TreeSet<>(),
        List.of(),
        Map.of(),
        Map.of());
  }
}
