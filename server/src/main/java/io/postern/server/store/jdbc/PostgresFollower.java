package io.postern.server.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what other servers write: a session that the database wakes when there is something, and
 * that looks by itself twice a second, for the table is the truth and a signal may be lost. Where
 * the database cannot be reached it goes on trying.
 *
 * <p>The session also holds a lock that one server has at a time: who has it leads. The database
 * gives it to another once this session has ended, however that came.
 */
final class PostgresFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFollower.class);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  /** A lock of this number, the letters "post", for each schema: one database may have several. */
  private static final String TAKE_LEAD =
      "SELECT pg_try_advisory_lock(1886352244, hashtext(current_schema()))";

  private final String url;
  private final Properties properties;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;
  private @Nullable Connection current;
  private volatile boolean leads;

  PostgresFollower(String url, Properties properties) {
    this.url = url;
    this.properties = properties;
  }

  void start(JdbcChangeLog log) {
    thread = Thread.ofPlatform().name("postern-log-follower").daemon().start(() -> run(log));
  }

  boolean leads() {
    return leads;
  }

  private void run(JdbcChangeLog log) {
    boolean told = false;
    while (!isClosing()) {
      try (var connection = DriverManager.getConnection(url, properties)) {
        enter(connection);
        listen(connection);
        if (told) LOG.info("The database can be reached again");
        told = false;
        var handle = Jdbi.open(connection);
        while (!isClosing()) follow(connection, handle, log);
      } catch (SQLException | RuntimeException e) {
        if (!told && !isClosing())
          LOG.warn(
              "The database cannot be followed; what is known is served until it can: {}",
              Outage.root(e));
        told = true;
        rest();
      } finally {
        leads = false;
      }
    }
  }

  /** Lets whoever closes this end what the connection waits for. */
  private synchronized void enter(Connection connection) throws SQLException {
    current = connection;
    if (isClosing()) connection.abort(Runnable::run);
  }

  private static void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("LISTEN " + PostgresEngine.CHANNEL);
    }
  }

  /** One round: what there is now, then a wait for more. */
  private void follow(Connection connection, Handle handle, JdbcChangeLog log) throws SQLException {
    if (!leads) leads = takesLead(connection);
    log.catchUp(handle);
    var _ = connection.unwrap(PGConnection.class).getNotifications((int) PATIENCE.toMillis());
  }

  private static boolean takesLead(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(TAKE_LEAD)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private boolean isClosing() {
    return stopping.getCount() == 0;
  }

  private void rest() {
    try {
      var _ = stopping.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      stopping.countDown();
    }
  }

  @Override
  public void close() throws SQLException {
    stopping.countDown();
    abort();
    try {
      if (thread != null) thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void abort() throws SQLException {
    if (current != null) current.abort(Runnable::run);
  }
}
