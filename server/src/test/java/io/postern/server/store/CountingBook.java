package io.postern.server.store;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx.MutableAddressBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An address book that counts the rows asked for and written through it. */
final class CountingBook implements MutableAddressBook {
  private final MutableAddressBook book;
  private int rows;

  CountingBook(MutableAddressBook book) {
    this.book = book;
  }

  int rows() {
    return rows;
  }

  @Override
  public Optional<Range> lowestFree(boolean v4) {
    rows++;
    return book.lowestFree(v4);
  }

  @Override
  public Optional<Range> freeAround(IpAddress address) {
    rows++;
    return book.freeAround(address);
  }

  @Override
  public Optional<ResourceName> holder(IpAddress address) {
    rows++;
    return book.holder(address);
  }

  @Override
  public Usage usage(boolean v4) {
    rows++;
    return book.usage(v4);
  }

  @Override
  public void addFree(Range range) {
    rows++;
    book.addFree(range);
  }

  @Override
  public void removeFree(Range range) {
    rows++;
    book.removeFree(range);
  }

  @Override
  public void removeFreeWithin(Range range) {
    rows++;
    book.removeFreeWithin(range);
  }

  @Override
  public void hold(IpAddress address, ResourceName owner) {
    rows++;
    book.hold(address, owner);
  }

  @Override
  public void quarantine(IpAddress address, Instant until) {
    rows++;
    book.quarantine(address, until);
  }

  @Override
  public List<IpAddress> expireQuarantine(Instant now) {
    var expired = book.expireQuarantine(now);
    rows += expired.size();
    return expired;
  }

  @Override
  public List<IpAddress> moveResting(Range range, ResourceName other) {
    var moved = book.moveResting(range, other);
    rows += moved.size();
    return moved;
  }
}
