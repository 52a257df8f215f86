package io.postern.server.backup;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The octets of a backup on their way to its reader, in pieces, each once the reader is ready for
 * it: what a slow reader has not taken waits in the database and not in memory.
 */
final class BackupContentGrpc<R> extends OutputStream {
  private static final int PIECE = 1 << 16;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerCallStreamObserver<R> reader;
  private final Function<ByteString, R> message;
  private final Semaphore called = new Semaphore(0);
  private final byte[] piece = new byte[PIECE];
  private int used;

  /**
   * Listens to the call; must happen before the service method returns.
   *
   * @param message makes a message of a piece
   */
  BackupContentGrpc(ServerCallStreamObserver<R> reader, Function<ByteString, R> message) {
    this.reader = reader;
    this.message = message;
    reader.setOnReadyHandler(called::release);
    reader.setOnCancelHandler(called::release);
  }

  @Override
  public void write(int octet) {
    if (used == PIECE) flush();
    piece[used++] = (byte) octet;
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      if (used == PIECE) flush();
      int now = Math.min(PIECE - used, length - taken);
      System.arraycopy(octets, offset + taken, piece, used, now);
      used += now;
      taken += now;
    }
  }

  /**
   * Sends what there is.
   *
   * @throws ControlException {@code Unavailable} when the reader takes nothing, or is gone
   */
  @Override
  public void flush() {
    if (used == 0) return;
    awaitReady();
    reader.onNext(message.apply(ByteString.copyFrom(piece, 0, used)));
    used = 0;
  }

  private void awaitReady() {
    try {
      while (!reader.isReady() && !reader.isCancelled()) {
        if (!called.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) throw left();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw left();
    }
    if (reader.isCancelled()) throw left();
  }

  private static ControlException left() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.RETRYABLE_ERROR,
                "The backup was not taken for a minute; ask for it again, and read it without a"
                    + " pause.")));
  }
}
