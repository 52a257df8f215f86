package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import java.util.Properties;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * A PostgreSQL database that several servers share. The row of the revision, which each group of
 * writers locks first, puts their commits in one order.
 *
 * <p>A server that stops in the middle of a write, or is cut off, holds that row no longer than
 * {@link #PATIENCE_SECONDS}: the database ends its session then, and what it had not committed is
 * gone.
 */
final class PostgresEngine implements Engine {
  /** What is said to other servers when there are changes. */
  static final String CHANNEL = "postern";

  private static final int PATIENCE_SECONDS = 10;

  /** A little more than the database takes to say so itself. */
  private static final int SOCKET_SECONDS = PATIENCE_SECONDS + 5;

  /** Callers are told soon that the database is away: they may know another server. */
  private static final long POOL_MILLIS = 3_000;

  private final PostgresServer server;
  private final PostgresFollower follower;

  PostgresEngine(PostgresServer server) {
    this.server = server;
    this.follower = new PostgresFollower(server.url(), properties());
  }

  @Override
  public HikariConfig connections(Database.Access access) {
    var config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(POOL_MILLIS);
    config.setDataSourceProperties(properties());
    return config;
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", server.user());
    if (server.password() != null) properties.setProperty("password", server.password());
    properties.setProperty("ApplicationName", "postern");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectTimeout", String.valueOf(PATIENCE_SECONDS));
    properties.setProperty("socketTimeout", String.valueOf(SOCKET_SECONDS));
    // Acknowledged is on disk, whatever the database does for others.
    properties.setProperty(
        "options",
        "-c synchronous_commit=on -c lock_timeout=%1$ds -c statement_timeout=%1$ds"
                .formatted(PATIENCE_SECONDS)
            + " -c idle_in_transaction_session_timeout=%ds".formatted(PATIENCE_SECONDS));
    return properties;
  }

  @Override
  public String migrations() {
    return "classpath:db/postgresql";
  }

  @Override
  public TransactionIsolationLevel onePicture() {
    return TransactionIsolationLevel.REPEATABLE_READ;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void unhurried(Handle handle) {
    handle.execute("SET LOCAL statement_timeout = 0");
    handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
  }

  @Override
  public void signal(Handle handle) {
    handle.execute("NOTIFY " + CHANNEL);
  }

  /** A commit returns once it is on disk. */
  @Override
  public void force(Handle handle, Revision reached) {}

  /** Its own vacuum does that beside everything else. */
  @Override
  public boolean tidy(Handle handle, int writes) {
    return true;
  }

  /** Its own log of writes is forced and checked; what it opens with is what there is. */
  @Override
  public Revision acknowledged() {
    return Revision.ZERO;
  }

  @Override
  public AutoCloseable follow(JdbcChangeLog log) {
    follower.start(log);
    return follower;
  }

  @Override
  public boolean leads() {
    return follower.leads();
  }

  @Override
  public boolean isNew() {
    return false;
  }

  @Override
  public void discard(RuntimeException cause) {}

  @Override
  public Problem trouble(Throwable cause) {
    return cause instanceof LostWrites lost
        ? lost.problem()
        : Problem.of(
            Reason.STORE_UNAVAILABLE,
            "The database cannot be written to just now; the server answers DNS from what it has,"
                + " and takes changes again by itself.");
  }

  /** It is another process, and looks after its files itself. */
  @Override
  public void abandon() {}

  @Override
  public boolean retreat(Database database) {
    return true;
  }

  @Override
  public void requireRoom() {}

  @Override
  public void advance(Database database) {}

  @Override
  public ControlException unopened(RuntimeException cause) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.STORE_UNAVAILABLE,
                    "The database "
                        + server
                        + " cannot be opened: "
                        + Outage.root(cause)
                        + (cause instanceof NewerSchema
                            ? "."
                            : ". Check that it runs, exists and lets this user in and make"
                                + " tables."))
                .with("database", server.toString())));
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
