package io.postern.server.store.jdbc;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx.MutableAddressBook;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One subnet's addresses in rows: a look-up in an index for each question, however full the subnet
 * is.
 */
final class JdbcAddressBook implements MutableAddressBook {
  private static final Sql.RowReader<Range> RANGE =
      row -> new Range(address(row.getString("first_ip")), address(row.getString("last_ip")));

  private static final List<Boolean> FAMILIES = List.of(true, false);

  private final Sql sql;
  private final UUID subnet;

  JdbcAddressBook(Sql sql, ResourceName subnet) {
    this.sql = sql;
    this.subnet = NameHash.of(subnet);
  }

  @Override
  public Optional<Range> lowestFree(boolean v4) {
    return sql.first(
        "SELECT first_ip, last_ip FROM free_range WHERE subnet = ? AND family = ? ORDER BY subnet,"
            + " family, first_ip LIMIT 1",
        RANGE,
        subnet,
        family(v4));
  }

  @Override
  public Optional<Range> freeAround(IpAddress address) {
    return sql.first(
            "SELECT first_ip, last_ip FROM free_range WHERE subnet = ? AND family = ? AND first_ip"
                + " <= ? ORDER BY subnet DESC, family DESC, first_ip DESC LIMIT 1",
            RANGE,
            subnet,
            family(address.isV4()),
            address.hex())
        .filter(range -> range.last().compareTo(address) >= 0);
  }

  @Override
  public Optional<ResourceName> holder(IpAddress address) {
    return sql.first(
        "SELECT owner_name FROM address WHERE subnet = ? AND ip = ? AND rest_until IS NULL",
        row -> ResourceName.of(row.getString(1)),
        subnet,
        address.hex());
  }

  @Override
  public Usage usage(boolean v4) {
    return sql.first(
            "SELECT held, quarantined FROM address_usage WHERE subnet = ? AND family = ?",
            row -> new Usage(row.getLong(1), row.getLong(2)),
            subnet,
            family(v4))
        .orElse(new Usage(0, 0));
  }

  @Override
  public void addFree(Range range) {
    sql.run(
        "INSERT INTO free_range (subnet, family, first_ip, last_ip) VALUES (?, ?, ?, ?)",
        subnet,
        family(range.first().isV4()),
        range.first().hex(),
        range.last().hex());
  }

  @Override
  public void removeFree(Range range) {
    sql.run(
        "DELETE FROM free_range WHERE subnet = ? AND family = ? AND first_ip = ?",
        subnet,
        family(range.first().isV4()),
        range.first().hex());
  }

  @Override
  public void removeFreeWithin(Range range) {
    sql.run(
        "DELETE FROM free_range WHERE subnet = ? AND family = ? AND first_ip BETWEEN ? AND ?",
        subnet,
        family(range.first().isV4()),
        range.first().hex(),
        range.last().hex());
  }

  @Override
  public void hold(IpAddress address, ResourceName owner) {
    sql.run(
        "INSERT INTO address (subnet, ip, owner_name, rest_until) VALUES (?, ?, ?, NULL)",
        subnet,
        address.hex(),
        owner.text());
    count(subnet, address.isV4(), 1, 0);
  }

  @Override
  public void quarantine(IpAddress address, Instant until) {
    int rested =
        sql.run(
            "UPDATE address SET rest_until = ? WHERE subnet = ? AND ip = ? AND rest_until IS"
                + " NULL",
            until.toEpochMilli(),
            subnet,
            address.hex());
    count(subnet, address.isV4(), -rested, rested);
  }

  @Override
  public List<IpAddress> expireQuarantine(Instant now) {
    // The 0 is what the index begins at: without it every held address, whose time is NULL and
    // sorts before all times, is passed over on the way.
    var expired =
        sql
            .all(
                "SELECT ip FROM address WHERE subnet = ? AND rest_until BETWEEN 0 AND ?",
                row -> address(row.getString(1)),
                subnet,
                now.toEpochMilli())
            .stream()
            .sorted()
            .toList();
    if (expired.isEmpty()) return expired;
    sql.run(
        "DELETE FROM address WHERE subnet = ? AND rest_until BETWEEN 0 AND ?",
        subnet,
        now.toEpochMilli());
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
        "subnet = ? AND ip BETWEEN ? AND ? AND rest_until IS NOT NULL AND CHAR_LENGTH(ip) = ?";
    var first = range.first().hex();
    var last = range.last().hex();
    var moved =
        sql.all(
            "SELECT ip FROM address WHERE " + within + " ORDER BY ip",
            row -> address(row.getString(1)),
            subnet,
            first,
            last,
            first.length());
    if (moved.isEmpty()) return moved;
    sql.run(
        "UPDATE address SET subnet = ? WHERE " + within,
        NameHash.of(book),
        subnet,
        first,
        last,
        first.length());
    count(subnet, range.first().isV4(), 0, -moved.size());
    count(NameHash.of(book), range.first().isV4(), 0, moved.size());
    return moved;
  }

  private void count(UUID book, boolean v4, int held, int quarantined) {
    int known =
        sql.run(
            "UPDATE address_usage SET held = held + ?, quarantined = quarantined + ? WHERE"
                + " subnet = ? AND family = ?",
            held,
            quarantined,
            book,
            family(v4));
    if (known == 0)
      sql.run(
          "INSERT INTO address_usage (subnet, family, held, quarantined) VALUES (?, ?, ?, ?)",
          book,
          family(v4),
          held,
          quarantined);
  }

  private static int family(boolean v4) {
    return v4 ? 4 : 6;
  }

  static IpAddress address(String hex) {
    return IpAddress.of(HexFormat.of().parseHex(hex));
  }
}
