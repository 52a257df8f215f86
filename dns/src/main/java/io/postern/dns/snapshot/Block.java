package io.postern.dns.snapshot;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a unit that is whole or not there: records behind their length and their CRC-32C (RFC
 * 3720 appendix B.4).
 *
 * <pre>
 *   length of the records    4
 *   CRC-32C of the records   4
 *   records
 * </pre>
 */
final class Block {
  /** Octets in front of the records. */
  static final int FRAME = 8;

  /** More than the largest record can be; what says it is longer is damaged. */
  static final int MAX_LENGTH = 64 << 20;

  private Block() {}

  /** Writes the frame of a block whose records are in place. */
  static void frame(byte[] octets, int length) {
    ByteBuffer.wrap(octets).putInt(length - FRAME).putInt(checksum(octets, FRAME, length - FRAME));
  }

  static int checksum(byte[] octets, int from, int length) {
    var checksum = new CRC32C();
    checksum.update(octets, from, length);
    return (int) checksum.getValue();
  }

  /** The records of the block that is the whole of {@code octets}. */
  static ByteBuffer records(byte[] octets) throws DamagedStateException {
    if (octets.length < FRAME || ByteBuffer.wrap(octets).getInt() != octets.length - FRAME) {
      throw new DamagedStateException("a block that is not of its own length");
    }
    return checked(octets, FRAME, ByteBuffer.wrap(octets).getInt(Integer.BYTES));
  }

  /**
   * The records of the next block; null at the end.
   *
   * @throws DamagedStateException if what comes is no whole block
   */
  static @Nullable ByteBuffer read(DataInputStream in) throws IOException {
    var frame = in.readNBytes(FRAME);
    if (frame.length == 0) {
      return null;
    }
    if (frame.length < FRAME) {
      throw new DamagedStateException("it ends within a block");
    }
    var length = ByteBuffer.wrap(frame).getInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new DamagedStateException("a block says that it is of " + length + " octets");
    }
    var records = in.readNBytes(length);
    if (records.length < length) {
      throw new DamagedStateException("it ends within a block");
    }
    return checked(records, 0, ByteBuffer.wrap(frame).getInt(Integer.BYTES));
  }

  private static ByteBuffer checked(byte[] octets, int from, int checksum)
      throws DamagedStateException {
    if (checksum(octets, from, octets.length - from) != checksum) {
      throw new DamagedStateException("a block does not have its checksum");
    }
    return ByteBuffer.wrap(octets, from, octets.length - from).slice();
  }
}
