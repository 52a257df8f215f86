package io.postern.server.store;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx.MutableAddressBook;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.SequentialIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random use of a pool over the real store, beside a set of free addresses that cannot be wrong.
 */
class AddressPoolPropertyTest {
  private static final long SEED = 20_260_101;
  private static final int STEPS = 10_000;
  private static final int STEPS_OF_A_WRITE = 100;
  private static final Cidr PREFIX = Cidr.of("10.1.0.0/26");
  private static final Duration REST = Duration.ofSeconds(30);
  private static final ResourceName SUBNET = ResourceName.of("networks/v/subnets/n");
  private static final ResourceName OWNER = ResourceName.of("owners/one");

  @TempDir Path folder;

  @Test
  void aPoolGivesOutWhatASimpleSetOfFreeAddressesWould() {
    var start = Instant.parse("2026-01-01T00:00:00Z");
    try (var store = JdbcStore.openFile(folder.resolve("test"), 2, new SequentialIds())) {
      var run = new Run(start);
      for (int first = 0; first < STEPS; first += STEPS_OF_A_WRITE) {
        int from = first;
        store.write(
            new RequestContext(Principal.ADMINISTRATOR, start),
            tx -> {
              if (from == 0) AddressPool.open(tx, SUBNET, PREFIX);
              run.go(tx.addresses(SUBNET), from, from + STEPS_OF_A_WRITE);
              return tx.create(owner(from), "created");
            });
      }
    }
  }

  /** A write that changes no resource is taken back, so each makes one. */
  private static Subscription owner(int number) {
    return new Subscription(
        ResourceName.of("subscriptions/s" + number),
        Meta.NEW,
        "tenant",
        "",
        new TreeSet<>(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** The pool and the sets side by side; throws what a failing seed needs to be followed up. */
  private static final class Run {
    private final Random random = new Random(SEED);
    private final SortedSet<IpAddress> free = new TreeSet<>();
    private final SortedSet<IpAddress> held = new TreeSet<>();
    private final SortedMap<IpAddress, Instant> resting = new TreeMap<>();
    private Instant now;

    Run(Instant start) {
      this.now = start;
      var range = AddressPool.assignable(PREFIX);
      for (var address = range.first();
          address.compareTo(range.last()) <= 0;
          address = address.next()) free.add(address);
    }

    void go(MutableAddressBook book, int first, int end) {
      for (int step = first; step < end; step++) {
        // Phases in which the subnet fills up and empties again.
        boolean filling = step / 500 % 2 == 0;
        int dice = random.nextInt(10);
        if (dice == 0) now = now.plusSeconds(random.nextInt(20));
        else if (dice == 1) chosen(book, step);
        else if (dice < (filling ? 7 : 4)) lowest(book, step);
        else release(book);
        if (step % 100 == 0) require(step, "held", (long) held.size(), book.usage(true).held());
      }
    }

    private void lowest(MutableAddressBook book, int step) {
      endRests();
      var expected = free.isEmpty() ? Optional.<IpAddress>empty() : Optional.of(free.first());
      Optional<IpAddress> given;
      try {
        given = Optional.of(AddressPool.allocate(book, true, OWNER, SUBNET, now));
      } catch (ControlException e) {
        given = Optional.empty();
      }
      require(step, "lowest free", expected, given);
      given.ifPresent(this::take);
    }

    private void chosen(MutableAddressBook book, int step) {
      endRests();
      var wanted = PREFIX.network().plus(random.nextInt(64));
      boolean given;
      try {
        AddressPool.allocate(book, wanted, List.of(PREFIX), OWNER, SUBNET, "field", now);
        given = true;
      } catch (ControlException e) {
        given = false;
      }
      require(step, "whether " + wanted + " can be had", free.contains(wanted), given);
      if (given) take(wanted);
    }

    private void release(MutableAddressBook book) {
      if (held.isEmpty()) return;
      var address = new ArrayList<>(held).get(random.nextInt(held.size()));
      AddressPool.release(book, address, now.plus(REST));
      held.remove(address);
      resting.put(address, now.plus(REST));
    }

    private void take(IpAddress address) {
      free.remove(address);
      held.add(address);
    }

    private void endRests() {
      resting
          .entrySet()
          .removeIf(entry -> {
            if (entry.getValue().isAfter(now)) return false;
            return free.add(entry.getKey());
          });
    }

    private static void require(int step, String what, Object expected, Object actual) {
      // An AssertionError would end the thread that writes; a failure must only end this write.
      if (!expected.equals(actual))
        throw new IllegalStateException(
            "Seed " + SEED + ", step " + step + ": " + what + " is " + actual + ", not "
                + expected);
    }
  }
}
