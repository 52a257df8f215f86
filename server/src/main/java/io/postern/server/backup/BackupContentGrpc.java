package io.postern.server.backup;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.postern.server.rpc.PatientReader;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * The octets of a backup or an export on their way to its reader, in pieces, each once the reader
 * is ready for it: what a slow reader has not taken waits in the database and not in memory.
 */
final class BackupContentGrpc<R> extends OutputStream {
  private static final int PIECE = 1 << 16;

  private final PatientReader<R> reader;
  private final Function<ByteString, R> message;
  private final byte[] piece = new byte[PIECE];
  private int used;

  /**
   * Listens to the call; must happen before the service method returns.
   *
   * @param message makes a message of a piece
   */
  BackupContentGrpc(ServerCallStreamObserver<R> reader, Function<ByteString, R> message) {
    this.reader = new PatientReader<>(reader, "What was asked for");
    this.message = message;
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
   * @throws io.postern.server.kernel.ControlException {@code Unavailable} when the reader takes
   *     nothing, or is gone
   */
  @Override
  public void flush() {
    if (used == 0) return;
    reader.send(message.apply(ByteString.copyFrom(piece, 0, used)));
    used = 0;
  }
}
