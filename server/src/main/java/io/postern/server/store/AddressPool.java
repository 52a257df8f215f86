package io.postern.server.store;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.AddressBook.Range;
import io.postern.server.store.WriteTx.MutableAddressBook;
import java.time.Instant;
import java.util.List;

/**
 * How the addresses of a subnet are given out and taken back (Rules §6): always the lowest free
 * one, and a freed one only after a rest, so that no DNS answer still cached can lead to the next
 * holder.
 *
 * <p>What is free is kept as ranges. Giving out one address reads one range and writes at most two,
 * however many addresses are held; an address that comes back joins the ranges beside it.
 */
public final class AddressPool {
  /** The addresses of a subnet that nobody gets: the first four, and the last one. */
  public static final int RESERVED = 5;

  private AddressPool() {}

  /** The addresses of a prefix that can be given out. */
  public static Range assignable(Cidr prefix) {
    return new Range(prefix.network().plus(RESERVED - 1), prefix.last().previous());
  }

  /**
   * Takes a prefix into a subnet: all of it is free, but for what still rests from the last subnet
   * of the network that had it.
   */
  public static void open(WriteTx tx, ResourceName subnet, Cidr prefix) {
    var book = tx.addresses(subnet);
    var network = tx.addresses(subnet.parent());
    network.expireQuarantine(tx.now());
    var range = assignable(prefix);
    var next = range.first();
    for (var resting : network.moveResting(range, subnet)) {
      if (next.compareTo(resting) < 0) book.addFree(new Range(next, resting.previous()));
      next = resting.next();
    }
    if (next.compareTo(range.last()) <= 0) book.addFree(new Range(next, range.last()));
  }

  /**
   * Takes a prefix out of a subnet, when nobody holds an address of it. What rests, rests on in the
   * network's own book: another subnet may get the prefix before a cached answer has run out.
   */
  public static void close(WriteTx tx, ResourceName subnet, Cidr prefix) {
    var book = tx.addresses(subnet);
    endRests(book, tx.now());
    var range = assignable(prefix);
    tx.addresses(subnet.parent()).expireQuarantine(tx.now());
    book.moveResting(range, subnet.parent());
    book.removeFreeWithin(range);
  }

  /**
   * Gives out the lowest free address of a family.
   *
   * @throws ControlException {@code QuotaExceeded} with reason SUBNET_FULL
   */
  public static IpAddress allocate(
      MutableAddressBook book, boolean v4, ResourceName owner, ResourceName subnet, Instant now) {
    endRests(book, now);
    var range = book.lowestFree(v4).orElseThrow(() -> full(book, v4, subnet));
    take(book, range, range.first(), owner);
    return range.first();
  }

  /**
   * Gives out a certain address.
   *
   * @param field the path of the request field that asks for it
   * @throws ControlException {@code InvalidArgument} with reason ADDRESS_NOT_IN_SUBNET or
   *     ADDRESS_RESERVED, {@code PreconditionFailed} with reason ADDRESS_IN_USE for one that is
   *     held or rests
   */
  public static void allocate(
      MutableAddressBook book,
      IpAddress wanted,
      List<Cidr> subnetPrefixes,
      ResourceName owner,
      ResourceName subnet,
      String field,
      Instant now) {
    requireAssignable(wanted, subnetPrefixes, subnet, field);
    endRests(book, now);
    var range = book.freeAround(wanted).orElseThrow(() -> inUse(book, wanted, field));
    take(book, range, wanted, owner);
  }

  /** Takes an address back. It can be given out again from a certain time on. */
  public static void release(MutableAddressBook book, IpAddress address, Instant restUntil) {
    book.quarantine(address, restUntil);
  }

  private static void take(
      MutableAddressBook book, Range range, IpAddress address, ResourceName owner) {
    book.removeFree(range);
    if (range.first().compareTo(address) < 0)
      book.addFree(new Range(range.first(), address.previous()));
    if (range.last().compareTo(address) > 0) book.addFree(new Range(address.next(), range.last()));
    book.hold(address, owner);
  }

  private static void endRests(MutableAddressBook book, Instant now) {
    for (var address : book.expireQuarantine(now)) {
      var first = address;
      var last = address;
      var below = book.freeAround(address.previous());
      if (below.isPresent()) {
        book.removeFree(below.get());
        first = below.get().first();
      }
      var above = book.freeAround(address.next());
      if (above.isPresent()) {
        book.removeFree(above.get());
        last = above.get().last();
      }
      book.addFree(new Range(first, last));
    }
  }

  private static void requireAssignable(
      IpAddress wanted, List<Cidr> prefixes, ResourceName subnet, String field) {
    var prefix = prefixes.stream().filter(candidate -> candidate.contains(wanted)).findFirst();
    if (prefix.isEmpty())
      throw ControlException.of(
          new ControlError.InvalidArgument(
              Problem.inField(
                      Reason.ADDRESS_NOT_IN_SUBNET,
                      field,
                      "The address "
                          + wanted
                          + " is not in the subnet '"
                          + subnet
                          + "' of "
                          + prefixes
                          + "; choose one that is, or leave it empty.")
                  .with("address", wanted.toString())
                  .with("subnet", subnet.text())));
    var assignable = assignable(prefix.get());
    if (assignable.first().compareTo(wanted) <= 0 && wanted.compareTo(assignable.last()) <= 0)
      return;
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.ADDRESS_RESERVED,
                    field,
                    "The address "
                        + wanted
                        + " is given to nobody; choose one from "
                        + assignable.first()
                        + " to "
                        + assignable.last()
                        + ".")
                .with("address", wanted.toString())));
  }

  private static ControlException inUse(MutableAddressBook book, IpAddress wanted, String field) {
    var holder = book.holder(wanted);
    var why =
        holder
            .map(name -> "is held by '" + name + "'")
            .orElse("was freed a moment ago and rests before it is given out again");
    var problem =
        Problem.inField(
                Reason.ADDRESS_IN_USE,
                field,
                "The address " + wanted + " " + why + "; choose another, or leave it empty.")
            .with("address", wanted.toString());
    return ControlException.precondition(
        holder.map(name -> problem.with("holder", name.text())).orElse(problem));
  }

  private static ControlException full(MutableAddressBook book, boolean v4, ResourceName subnet) {
    var usage = book.usage(v4);
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.SUBNET_FULL,
                    "The subnet '"
                        + subnet
                        + "' has no free "
                        + (v4 ? "IPv4" : "IPv6")
                        + " address: "
                        + usage.held()
                        + " are in use and "
                        + usage.quarantined()
                        + " rest for a moment; delete what holds one, or use another subnet.")
                .with("subnet", subnet.text())
                // Nothing is free, so these two are all there are.
                .with("total", Long.toString(usage.held() + usage.quarantined()))
                .with("used", Long.toString(usage.held()))
                .with("quarantined", Long.toString(usage.quarantined()))
                .with("free", "0")));
  }
}
