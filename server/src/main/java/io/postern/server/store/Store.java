package io.postern.server.store;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Everything that is stored. Safe for use by many threads. */
public interface Store extends AutoCloseable {
  /** Runs reads at one revision, and returns when what they have found is on disk. */
  <T> T read(Function<ReadTx, T> work);

  /**
   * Runs reads at one revision too, the newest that is on disk if that is possible, and takes from
   * memory what was read or written lately.
   *
   * @param work does nothing but read: it is run again where the store has come further before what
   *     memory does not have could be read
   */
  default <T> T lookUp(Function<ReadTx, T> work) {
    return read(work);
  }

  /**
   * Runs a write through the one door and returns when it is on disk and served by this server's
   * DNS and watches.
   *
   * <p>Writes run one after another. The work must be short and must not call this store or wait
   * for anything.
   */
  <T> Committed<T> write(RequestContext context, Function<WriteTx, T> work);

  /** Runs a write as far as its result, then takes it all back. */
  <T> Committed<T> plan(RequestContext context, Function<WriteTx, T> work);

  /**
   * Writes everything there is, as it is at one revision, while writes go on.
   *
   * @throws UncheckedIOException if the target does not take it
   */
  BackupSummary backup(OutputStream target);

  /**
   * Writes every resource with what belongs to it as lines of JSON, as it is at one revision, while
   * writes go on.
   *
   * @param shown how the API shows a resource, in JSON
   * @throws UncheckedIOException if the target does not take it
   */
  ExportSummary export(OutputStream target, BiFunction<ReadTx, Resource, String> shown);

  ChangeLog log();

  /** Where webhooks are, for whoever delivers for them. */
  Deliveries deliveries();

  /** What tells this store from every other, one that was restored from its backup too. */
  String identity();

  /**
   * Why no write is taken just now; empty while all is well. Reads are answered meanwhile, if what
   * they need can still be read.
   */
  Optional<Trouble> trouble();

  /** Lets a reader of the log take part in acknowledgement: writes wait until it served them. */
  void waitFor(LogReader reader);

  /**
   * Whether this server is the one, of those that share the store, that does what only one of them
   * needs to do. For a while none may be.
   */
  boolean leads();

  @Override
  void close();
}
