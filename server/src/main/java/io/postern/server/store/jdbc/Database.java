package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;

/**
 * The open database: a pool of connections, which can be replaced by another under those who use
 * it. Who asks for a connection meanwhile waits; whoever has one of the old pool sees it fail.
 */
final class Database implements ConnectionFactory, AutoCloseable {
  private final Engine engine;
  private final int connections;
  private final ReadWriteLock replacing = new ReentrantReadWriteLock();
  private final Jdbi jdbi = Jdbi.create(this);
  private final AtomicLong openings = new AtomicLong();
  private volatile HikariDataSource pool;

  /** Opens it for writing. */
  Database(Engine engine, int connections) {
    this.engine = engine;
    this.connections = connections;
    this.pool = pool(Access.WRITE);
  }

  /** What can be done with a database. */
  enum Access {
    READ,
    WRITE
  }

  /** What is done with the files of a database while it is closed. */
  @FunctionalInterface
  interface WhileClosed {
    void run();
  }

  Jdbi jdbi() {
    return jdbi;
  }

  DataSource dataSource() {
    return pool;
  }

  /** How often it was opened anew: who sees it change had connections taken away. */
  long openings() {
    return openings.get();
  }

  @Override
  public Connection openConnection() throws SQLException {
    return current().getConnection();
  }

  private HikariDataSource current() {
    replacing.readLock().lock();
    try {
      return pool;
    } finally {
      replacing.readLock().unlock();
    }
  }

  /**
   * Drops all connections and opens the database again. When that fails it stays closed, until the
   * next time.
   */
  void reopen(Access access, WhileClosed between) {
    replacing.writeLock().lock();
    try {
      openings.incrementAndGet();
      engine.abandon();
      pool.close();
      between.run();
      pool = pool(access);
    } finally {
      replacing.writeLock().unlock();
    }
  }

  private HikariDataSource pool(Access access) {
    var config = engine.connections(access);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setPoolName("postern-store");
    config.setInitializationFailTimeout(1);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    pool.close();
  }
}
