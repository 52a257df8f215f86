package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Revision;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** What differs between the databases that a store can be in. */
interface Engine {
  /** Where to connect, and how; how many connections is for the pool to say. */
  HikariConfig connections(Database.Access access);

  /** Where the class path has the tables of this database, version by version. */
  String migrations();

  /** The isolation at which a transaction sees one picture of all tables. */
  TransactionIsolationLevel onePicture();

  /** Whether other servers may write to the same tables. */
  boolean isShared();

  /** Lets a transaction take as long as it takes. */
  void unhurried(Handle handle);

  /** Runs in a transaction that is about to be committed, to tell other servers of it. */
  void signal(Handle handle);

  /**
   * Returns when everything committed before is on disk; throws when that is not certain.
   *
   * @param reached the revision that is told to callers next
   */
  void force(Handle handle, Revision reached);

  /**
   * Does, after some writes, their part of what the database has to clean up: what is left of it
   * for long is done all at once and felt by others. Runs between the commit of the last of them
   * and {@link #force}.
   *
   * @param writes how many there were since it was last done
   * @return false when it takes the part of more writes
   */
  boolean tidy(Handle handle, int writes);

  /**
   * The newest revision that callers were told of, as far as is known beside the database; zero
   * where only the database knows.
   */
  Revision acknowledged();

  /** What else runs for as long as the store is open; null for nothing. */
  @Nullable AutoCloseable follow(JdbcChangeLog log);

  /** Whether this server is the one that does what only one needs to do. */
  boolean leads();

  /** Whether nothing was ever stored in the database; false where that is not known. */
  boolean isNew();

  /** Takes away what is left of a new database that could not be opened, so that it can be next. */
  void discard(RuntimeException cause);

  /** Why the database could not be opened, and what to do. */
  ControlException unopened(RuntimeException cause);

  /** What a writer is told of a database that fails. */
  Problem trouble(Throwable cause);

  /** Lets go of the database without writing anything more, where it runs within this server. */
  void abandon();

  /**
   * After a failed write: leaves the database open for what can still be done with it.
   *
   * @return whether it can be written to as it is, once what failed it is over
   */
  boolean retreat(Database database);

  /** Throws when there is no use in opening the database for writing yet. */
  void requireRoom();

  /** Brings a database that {@link #retreat} left back to where it can be written to, or throws. */
  void advance(Database database);
}
