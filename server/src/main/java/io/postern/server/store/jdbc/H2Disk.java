package io.postern.server.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The disk under a database file: whether it takes writes again, and what it may have dropped.
 *
 * @param file the database file itself
 */
record H2Disk(Path file) {
  /** More than a group of writes is, most of the time. */
  private static final int ROOM = 4 << 20;

  private static final int AT_ONCE = 1 << 20;

  /**
   * Tries whether a file can become larger than the database is, by another file beside it, so that
   * the database is not touched.
   *
   * @throws UncheckedIOException if it cannot
   */
  void requireRoom() {
    var trial = file.resolveSibling(file.getFileName() + ".trial");
    try {
      try (var out = FileChannel.open(trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // What lies before is a hole, and takes no room.
        out.position(Files.size(file));
        for (int written = 0; written < ROOM; written += AT_ONCE) whole(out, AT_ONCE);
        out.force(false);
      } finally {
        Files.deleteIfExists(trial);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void whole(FileChannel out, int octets) throws IOException {
    var zeros = ByteBuffer.allocate(octets);
    while (zeros.hasRemaining()) out.write(zeros);
  }

  /**
   * Writes the file over with itself, and forces it. A system that failed to write a page forgets
   * that it is to be written: forcing the file once more would succeed and leave the old page on
   * disk. Nobody may have the file open meanwhile.
   *
   * @throws UncheckedIOException if the disk still fails
   */
  void writeAgain() {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var part = ByteBuffer.allocateDirect(AT_ONCE);
      long position = 0;
      while (channel.read(part.clear(), position) > 0) {
        part.flip();
        while (part.hasRemaining()) position += channel.write(part, position);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
