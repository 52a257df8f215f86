package io.postern.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.AddressBook.Range;
import io.postern.server.store.AddressBook.Usage;
import io.postern.server.store.WriteTx.MutableAddressBook;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.SequentialIds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressPoolTest {
  private static final ResourceName SUBNET =
      ResourceName.of(
          "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n");
  private static final ResourceName OWNER = ResourceName.of("owners/one");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Cidr SMALLEST = Cidr.of("10.1.0.0/29");

  @TempDir Path folder;
  private JdbcStore store;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("test"), 2, new SequentialIds());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theFirstFourAddressesAndTheLastAreGivenToNobody() {
    assertEquals(range("10.1.0.4", "10.1.0.6"), AddressPool.assignable(SMALLEST));
    assertEquals(
        range("fd00::4", "fd00::ffff:ffff:ffff:fffe"),
        AddressPool.assignable(Cidr.of("fd00::/64")));
  }

  @Test
  void theLowestFreeAddressComesFirstAndAFullSubnetSaysSo() {
    var problem =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          require("10.1.0.4", allocate(book));
          require("10.1.0.5", allocate(book));
          require("10.1.0.6", allocate(book));
          return refusal(() -> allocate(book));
        });

    assertEquals("SUBNET_FULL", problem.reason().name());
    assertEquals(SUBNET.text(), problem.metadata().get("subnet"));
    assertEquals("3", problem.metadata().get("total"));
    assertEquals("3", problem.metadata().get("used"));
  }

  @Test
  void aFreedAddressIsGivenOutAgainOnlyAfterItsRest() {
    write((tx, book) -> {
      AddressPool.open(tx, SUBNET, SMALLEST);
      AddressPool.release(book, allocate(book), START.plus(REST));
      require("10.1.0.5", allocate(book, START.plus(REST).minusMillis(1)));
      require("10.1.0.4", allocate(book, START.plus(REST)));
      return true;
    });
  }

  @Test
  void aCertainAddressIsRefusedWithTheReasonItCannotBeHad() {
    var reasons =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          choose(book, "10.1.0.5");
          choose(book, "10.1.0.6");
          AddressPool.release(book, IpAddress.of("10.1.0.6"), START.plus(REST));
          return Stream.of("10.2.0.4", "10.1.0.3", "10.1.0.7", "10.1.0.5", "10.1.0.6")
              .map(wanted -> refusal(() -> choose(book, wanted)).reason().name())
              .toList();
        });

    assertEquals(
        List.of(
            "ADDRESS_NOT_IN_SUBNET",
            "ADDRESS_RESERVED",
            "ADDRESS_RESERVED",
            "ADDRESS_IN_USE",
            "ADDRESS_IN_USE"),
        reasons);
  }

  @Test
  void anAddressInUseIsRefusedInItsFieldWithItsHolder() {
    var problem =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          choose(book, "10.1.0.5");
          return refusal(() -> choose(book, "10.1.0.5"));
        });

    assertEquals("field", problem.violations().getFirst().field());
    assertEquals(OWNER.text(), problem.metadata().get("holder"));
  }

  @Test
  void anAddressFromTheMiddleLeavesBothSidesFree() {
    var given =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, Cidr.of("10.1.0.0/28"));
          choose(book, "10.1.0.6");
          return List.of(allocate(book), allocate(book), allocate(book));
        });

    assertEquals(List.of("10.1.0.4", "10.1.0.5", "10.1.0.7"), texts(given));
  }

  @Test
  void aClosedPrefixGivesNothingAndCanBeOpenedAgain() {
    var free =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          AddressPool.close(tx, SUBNET, SMALLEST);
          var closed = book.lowestFree(true);
          AddressPool.open(tx, SUBNET, SMALLEST);
          require("10.1.0.4", allocate(book));
          return closed;
        });

    assertTrue(free.isEmpty());
  }

  @Test
  void aRestOutlivesTheSubnetAndHoldsForTheNextOneWithTheAddress() {
    var next = ResourceName.of(SUBNET.parent().text() + "/subnets/next");
    write((tx, book) -> {
      AddressPool.open(tx, SUBNET, SMALLEST);
      allocate(book);
      AddressPool.release(book, allocate(book), START.plus(REST));
      AddressPool.release(book, IpAddress.of("10.1.0.4"), START.plus(REST));
      allocate(book);
      AddressPool.release(book, IpAddress.of("10.1.0.6"), START.plus(REST));
      AddressPool.close(tx, SUBNET, SMALLEST);
      AddressPool.open(tx, next, SMALLEST);
      var after = tx.addresses(next);
      refusal(() -> allocate(after, START.plus(REST).minusMillis(1)));
      require("10.1.0.4", allocate(after, START.plus(REST)));
      require("10.1.0.5", allocate(after, START.plus(REST)));
      return true;
    });
  }

  @Test
  void closingOnePrefixLeavesTheOtherFamilyAsItIs() {
    var six = Cidr.of("fd00::/64");
    var free =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          AddressPool.open(tx, SUBNET, six);
          var address = AddressPool.allocate(book, false, OWNER, SUBNET, START);
          AddressPool.release(book, address, START.plus(REST));
          AddressPool.close(tx, SUBNET, SMALLEST);
          return book.lowestFree(false);
        });

    assertEquals(range("fd00::5", "fd00::ffff:ffff:ffff:fffe"), free.orElseThrow());
  }

  @Test
  void eachFamilyIsCountedByItself() {
    var usage =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, SMALLEST);
          AddressPool.open(tx, SUBNET, Cidr.of("fd00::/64"));
          allocate(book);
          var six = AddressPool.allocate(book, false, OWNER, SUBNET, START);
          AddressPool.allocate(book, false, OWNER, SUBNET, START);
          AddressPool.release(book, six, START.plus(REST));
          return List.of(book.usage(true), book.usage(false));
        });

    assertEquals(List.of(new Usage(1, 0), new Usage(1, 1)), usage);
  }

  @Test
  void givingOutAnAddressTouchesAsManyRowsInAFullSubnetAsInAnEmptyOne() {
    int most =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, Cidr.of("10.1.0.0/23"));
          int worst = 0;
          for (int i = 0; i < 507; i++) {
            var counting = new CountingBook(book);
            AddressPool.allocate(counting, true, OWNER, SUBNET, START);
            worst = Math.max(worst, counting.rows());
          }
          return worst;
        });

    // Nothing expired; the range read, removed and put back shorter; the address held.
    assertTrue(most <= 4, "rows touched: " + most);
  }

  @Test
  void anAddressAmongManyHolesTouchesAsFewRows() {
    int rows =
        write((tx, book) -> {
          AddressPool.open(tx, SUBNET, Cidr.of("10.1.0.0/23"));
          for (int i = 0; i < 400; i++) allocate(book);
          for (int i = 0; i < 400; i += 2)
            AddressPool.release(book, IpAddress.of("10.1.0.4").plus(i), START);
          allocate(book);
          var counting = new CountingBook(book);
          AddressPool.allocate(
              counting,
              IpAddress.of("10.1.1.240"),
              List.of(Cidr.of("10.1.0.0/23")),
              OWNER,
              SUBNET,
              "field",
              START);
          return counting.rows();
        });

    assertTrue(rows <= 5, "rows touched: " + rows);
  }

  private <T> T write(BiFunction<WriteTx, MutableAddressBook, T> work) {
    return store
        .write(
            new RequestContext(Principal.ADMINISTRATOR, START),
            tx -> work.apply(tx, tx.addresses(SUBNET)))
        .value();
  }

  private static Problem refusal(Runnable work) {
    try {
      work.run();
    } catch (ControlException e) {
      return e.error().problem();
    }
    throw new IllegalStateException("This should have been refused.");
  }

  // An AssertionError would end the thread that writes; a failure must only end this write.
  private static void require(String expected, IpAddress actual) {
    if (!actual.toString().equals(expected))
      throw new IllegalStateException("Got " + actual + ", not " + expected);
  }

  private static IpAddress allocate(MutableAddressBook book) {
    return allocate(book, START);
  }

  private static IpAddress allocate(MutableAddressBook book, Instant now) {
    return AddressPool.allocate(book, true, OWNER, SUBNET, now);
  }

  private static void choose(MutableAddressBook book, String wanted) {
    var prefixes = List.of(SMALLEST);
    AddressPool.allocate(book, IpAddress.of(wanted), prefixes, OWNER, SUBNET, "field", START);
  }

  private static Range range(String first, String last) {
    return new Range(IpAddress.of(first), IpAddress.of(last));
  }

  private static List<String> texts(List<IpAddress> addresses) {
    return addresses.stream().map(IpAddress::toString).toList();
  }
}
