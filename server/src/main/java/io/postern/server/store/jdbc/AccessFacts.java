package io.postern.server.store.jdbc;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.DenyAssignment;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Grant;
import io.postern.server.kernel.Grants;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What was given to whom in each tenant, and what is locked in each subscription, kept in memory as
 * long as it is so.
 *
 * <p>Whoever changes it leaves a stamp in its transaction: a number that nobody ever leaves again.
 * What is in memory counts for who finds the stamp that it was read under. So it does not matter
 * that a transaction was rolled back, or another server wrote, or a revision was lost with a disk
 * and given out anew. Without a stamp nothing was ever given, which costs one look at an index.
 *
 * <p>Safe for use by many threads.
 */
final class AccessFacts {
  /** The tallies that stamps are kept in. */
  private static final String RIGHTS = "rightsStamp";

  private static final String LOCKS = "locksStamp";

  /** The most tenants, and the most subscriptions, in memory. */
  private static final int MAX_KEPT = 10_000;

  private final Map<String, Stamped<Grants>> grants = new ConcurrentHashMap<>();
  private final Map<String, Stamped<List<ScopeLock>>> locks = new ConcurrentHashMap<>();

  private record Stamped<T>(long stamp, T value) {}

  /**
   * What was found for one transaction, or for a group of writers that share one: while it lasts,
   * the same is found as long as none of them changes it. For use by one thread.
   */
  final class View {
    private final Map<String, Grants> grants = new HashMap<>();
    private final Map<ResourceName, List<ScopeLock>> locks = new HashMap<>();

    private View() {}

    Grants grants(JdbcReadTx tx, String tenant) {
      return grants.computeIfAbsent(tenant, it -> AccessFacts.this.grants(tx, it));
    }

    List<ScopeLock> locks(JdbcReadTx tx, ResourceName subscription) {
      return locks.computeIfAbsent(subscription, it -> AccessFacts.this.locks(tx, it));
    }

    /** Has it looked for anew: it was changed, or a change was rolled back. */
    void forget() {
      grants.clear();
      locks.clear();
    }
  }

  View view() {
    return new View();
  }

  private Grants grants(JdbcReadTx tx, String tenant) {
    var name = ResourceName.ofTenant(tenant);
    long stamp = tx.count(new Resource.Tally(RIGHTS, name));
    // Two tenants that differ in case alone share their stamp, and not what was given.
    return stamp == 0 ? Grants.NONE : kept(grants, tenant, stamp, () -> read(tx, tenant));
  }

  private List<ScopeLock> locks(JdbcReadTx tx, ResourceName subscription) {
    long stamp = tx.count(new Resource.Tally(LOCKS, subscription));
    return stamp == 0
        ? List.of()
        : kept(locks, subscription.key(), stamp, () -> readLocks(tx, subscription));
  }

  private static <T> T kept(
      Map<String, Stamped<T>> all, String name, long stamp, Supplier<T> reader) {
    var known = all.get(name);
    if (known != null && known.stamp == stamp) return known.value;
    var value = reader.get();
    if (all.size() >= MAX_KEPT) all.clear();
    all.put(name, new Stamped<>(stamp, value));
    return value;
  }

  private static Grants read(JdbcReadTx tx, String tenant) {
    var name = ResourceName.ofTenant(tenant);
    var roles =
        tx.referrers(RoleAssignment.KIND, RoleAssignment.TENANT, name, Integer.MAX_VALUE).stream()
            .filter(it -> it.tenant().equals(tenant))
            .map(it -> role(tx, it))
            .sorted(Comparator.comparing(Grant::name))
            .toList();
    var denials =
        tx.referrers(DenyAssignment.KIND, DenyAssignment.TENANT, name, Integer.MAX_VALUE).stream()
            .filter(it -> it.tenant().equals(tenant))
            .map(DenyAssignment::denial)
            .sorted(Comparator.comparing(Grant::name))
            .toList();
    return new Grants(roles, denials);
  }

  private static Grant role(JdbcReadTx tx, RoleAssignment it) {
    return new Grant(it.name(), it.scope(), it.principal(), Set.of(), permitted(tx, it));
  }

  private static Actions permitted(JdbcReadTx tx, RoleAssignment assignment) {
    var role = assignment.role();
    return BuiltInRole.of(role)
        .map(builtIn -> builtIn.definition(role.parent()))
        .orElseGet(() -> tx.get(RoleDefinition.KIND, role))
        .permitted();
  }

  private static List<ScopeLock> readLocks(JdbcReadTx tx, ResourceName subscription) {
    var scope = Scope.under(subscription);
    return tx.list(ResourceLock.KIND, scope, "", Integer.MAX_VALUE).stream()
        .map(ResourceLock::lock)
        .toList();
  }

  /** Whether a number is no number of resources but a stamp. */
  static boolean isStamp(Resource.Tally tally) {
    return tally.sort().equals(RIGHTS) || tally.sort().equals(LOCKS);
  }

  /** Whether a change to a resource leaves a stamp. */
  static boolean isStamped(Resource resource) {
    return resource instanceof RoleAssignment
        || resource instanceof DenyAssignment
        || resource instanceof RoleDefinition
        || resource instanceof ResourceLock;
  }

  /** Leaves a stamp where a change to a resource makes what is in memory wrong. */
  static boolean stamp(Sql sql, IdSource ids, Resource resource) {
    return switch (resource) {
      case RoleAssignment it -> stamp(sql, ids, RIGHTS, ResourceName.ofTenant(it.tenant()));
      case DenyAssignment it -> stamp(sql, ids, RIGHTS, ResourceName.ofTenant(it.tenant()));
      case RoleDefinition it ->
          stamp(sql, ids, RIGHTS, ResourceName.ofTenant(it.name().tenant().orElseThrow()));
      case ResourceLock it -> stamp(sql, ids, LOCKS, it.name().subscription().orElseThrow());
      default -> false;
    };
  }

  private static boolean stamp(Sql sql, IdSource ids, String sort, ResourceName within) {
    var id = ids.nextUuid();
    long number = id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
    // 0 stands for no stamp.
    long stamp = number == 0 ? 1 : number;
    int known =
        sql.run(
            "UPDATE tally SET total = ? WHERE sort = ? AND within_key = ?",
            stamp,
            sort,
            within.key());
    if (known == 0)
      sql.run(
          "INSERT INTO tally (sort, within_key, total) VALUES (?, ?, ?)",
          sort,
          within.key(),
          stamp);
    return true;
  }
}
