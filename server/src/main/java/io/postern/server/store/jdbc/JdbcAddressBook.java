package io.postern.server.store.jdbc;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx.MutableAddressBook;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * One subnet's addresses in rows: a look-up in an index for each question, however full the subnet
 * is.
 */
final class JdbcAddressBook implements MutableAddressBook {
  private static final RowMapper<Range> RANGE =
      (row, context) ->
          new Range(address(row.getString("first_ip")), address(row.getString("last_ip")));

  private static final List<Boolean> FAMILIES = List.of(true, false);

  private final Handle handle;
  private final String subnet;

  JdbcAddressBook(Handle handle, ResourceName subnet) {
    this.handle = handle;
    this.subnet = subnet.key();
  }

  @Override
  public Optional<Range> lowestFree(boolean v4) {
    return handle
        .select(
            "SELECT first_ip, last_ip FROM free_range WHERE subnet_key = ? AND family = ? ORDER BY"
                + " subnet_key, family, first_ip LIMIT 1",
            subnet,
            family(v4))
        .map(RANGE)
        .findOne();
  }

  @Override
  public Optional<Range> freeAround(IpAddress address) {
    return handle
        .select(
            "SELECT first_ip, last_ip FROM free_range WHERE subnet_key = ? AND family = ? AND"
                + " first_ip <= ? ORDER BY subnet_key DESC, family DESC, first_ip DESC LIMIT 1",
            subnet,
            family(address.isV4()),
            address.hex())
        .map(RANGE)
        .findOne()
        .filter(range -> range.last().compareTo(address) >= 0);
  }

  @Override
  public Optional<ResourceName> holder(IpAddress address) {
    return handle
        .select(
            "SELECT owner_name FROM address WHERE subnet_key = ? AND ip = ? AND rest_until IS NULL",
            subnet,
            address.hex())
        .mapTo(String.class)
        .findOne()
        .map(ResourceName::of);
  }

  @Override
  public Usage usage(boolean v4) {
    return handle
        .select(
            "SELECT held, quarantined FROM address_usage WHERE subnet_key = ? AND family = ?",
            subnet,
            family(v4))
        .map((row, context) -> new Usage(row.getLong("held"), row.getLong("quarantined")))
        .findOne()
        .orElse(new Usage(0, 0));
  }

  @Override
  public void addFree(Range range) {
    handle.execute(
        "INSERT INTO free_range (subnet_key, family, first_ip, last_ip) VALUES (?, ?, ?, ?)",
        subnet,
        family(range.first().isV4()),
        range.first().hex(),
        range.last().hex());
  }

  @Override
  public void removeFree(Range range) {
    handle.execute(
        "DELETE FROM free_range WHERE subnet_key = ? AND family = ? AND first_ip = ?",
        subnet,
        family(range.first().isV4()),
        range.first().hex());
  }

  @Override
  public void removeFreeWithin(Range range) {
    handle.execute(
        "DELETE FROM free_range WHERE subnet_key = ? AND family = ? AND first_ip BETWEEN ? AND ?",
        subnet,
        family(range.first().isV4()),
        range.first().hex(),
        range.last().hex());
  }

  @Override
  public void hold(IpAddress address, ResourceName owner) {
    handle.execute(
        "INSERT INTO address (subnet_key, ip, owner_name, rest_until) VALUES (?, ?, ?, NULL)",
        subnet,
        address.hex(),
        owner.text());
    count(subnet, address.isV4(), 1, 0);
  }

  @Override
  public void quarantine(IpAddress address, Instant until) {
    int rested =
        handle.execute(
            "UPDATE address SET rest_until = ? WHERE subnet_key = ? AND ip = ? AND rest_until IS"
                + " NULL",
            until.toEpochMilli(),
            subnet,
            address.hex());
    count(subnet, address.isV4(), -rested, rested);
  }

  @Override
  public List<IpAddress> expireQuarantine(Instant now) {
    var expired =
        handle
            .select(
                "SELECT ip FROM address WHERE subnet_key = ? AND rest_until <= ? ORDER BY ip",
                subnet,
                now.toEpochMilli())
            .mapTo(String.class)
            .map(JdbcAddressBook::address)
            .list();
    if (expired.isEmpty()) return expired;
    handle.execute(
        "DELETE FROM address WHERE subnet_key = ? AND rest_until <= ?", subnet, now.toEpochMilli());
    for (boolean v4 : FAMILIES) {
      int ended = (int) expired.stream().filter(address -> address.isV4() == v4).count();
      if (ended > 0) count(subnet, v4, 0, -ended);
    }
    return expired;
  }

  @Override
  public List<IpAddress> moveResting(Range range, ResourceName book) {
    // The length keeps the families apart: their digits are compared as text.
    var within =
        "subnet_key = ? AND ip BETWEEN ? AND ? AND rest_until IS NOT NULL AND CHAR_LENGTH(ip) = ?";
    var first = range.first().hex();
    var last = range.last().hex();
    var moved =
        handle
            .select(
                "SELECT ip FROM address WHERE " + within + " ORDER BY ip",
                subnet,
                first,
                last,
                first.length())
            .mapTo(String.class)
            .map(JdbcAddressBook::address)
            .list();
    if (moved.isEmpty()) return moved;
    handle.execute(
        "UPDATE address SET subnet_key = ? WHERE " + within,
        book.key(),
        subnet,
        first,
        last,
        first.length());
    count(subnet, range.first().isV4(), 0, -moved.size());
    count(book.key(), range.first().isV4(), 0, moved.size());
    return moved;
  }

  private void count(String book, boolean v4, int held, int quarantined) {
    int known =
        handle.execute(
            "UPDATE address_usage SET held = held + ?, quarantined = quarantined + ? WHERE"
                + " subnet_key = ? AND family = ?",
            held,
            quarantined,
            book,
            family(v4));
    if (known == 0)
      handle.execute(
          "INSERT INTO address_usage (subnet_key, family, held, quarantined) VALUES (?, ?, ?, ?)",
          book,
          family(v4),
          held,
          quarantined);
  }

  private static int family(boolean v4) {
    return v4 ? 4 : 6;
  }

  private static IpAddress address(String hex) {
    return IpAddress.of(HexFormat.of().parseHex(hex));
  }
}
