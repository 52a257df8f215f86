package io.postern.dns.snapshot;

import io.postern.dns.view.ZoneIndex;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A file of units behind a head that says of which format they are, of what, and of whose ids.
 *
 * <pre>
 *   magic    8, the last of them the version of the format
 *   block    what it is of, and the lineage, each as text
 *   blocks   of units
 * </pre>
 */
final class IndexFile implements AutoCloseable {
  /** What a change of the format raises: another one is not read. */
  static final int FORMAT_VERSION = 1;

  private static final byte[] MAGIC = magic();
  private static final int BUFFER = 1 << 18;

  private final FileOutputStream out;
  private long length;

  private IndexFile(FileOutputStream out) {
    this.out = out;
  }

  private static byte[] magic() {
    var magic = "PSTNIDX ".getBytes(StandardCharsets.US_ASCII);
    magic[magic.length - 1] = FORMAT_VERSION;
    return magic;
  }

  /** What is read from the head of a file. */
  record Head(String origin, Lineage lineage) {}

  /** Makes the file, or empties it. */
  static IndexFile create(Path file, Head head) throws IOException {
    // A channel would be closed by an interrupt of the thread that writes.
    var made = new IndexFile(new FileOutputStream(file.toFile()));
    try {
      made.append(MAGIC, MAGIC.length);
      var out = new RecordWriter(made::append);
      out.text(head.origin()).text(head.lineage().toString()).flush();
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  void append(byte[] octets, int count) throws IOException {
    out.write(octets, 0, count);
    length += count;
  }

  long length() {
    return length;
  }

  /** Returns when all of it is on disk. */
  void force() throws IOException {
    out.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** What a file holds. */
  record Contents(Head head, ZoneIndex index) {}

  /**
   * Reads a file that holds one whole index.
   *
   * @throws DamagedStateException if it does not, or is not of what is wanted
   */
  static Contents readWhole(Path file, Predicate<String> wanted) throws IOException {
    try (var in = open(file)) {
      var head = head(in);
      if (!wanted.test(head.origin())) {
        throw new DamagedStateException("it is of another store, or of other settings");
      }
      var reader = new IndexReader(ZoneIndex.empty());
      var ended = false;
      for (var block = Block.read(in); block != null; block = Block.read(in)) {
        ended = reader.take(block);
      }
      if (!ended) {
        throw new DamagedStateException("it ends within an index");
      }
      return new Contents(head, reader.index());
    }
  }

  /** The index that a file's units make of another, as far as they are whole. */
  static ZoneIndex readOn(Path file, Contents start) throws IOException {
    var reader = new IndexReader(start.index());
    try (var in = open(file)) {
      if (!head(in).equals(start.head())) {
        throw new DamagedStateException("the journal is of another index");
      }
      for (var block = Block.read(in); block != null; block = Block.read(in)) {
        var _ = reader.take(block);
      }
    } catch (DamagedStateException e) {
      // What was cut off was not promised to anybody.
      return reader.index();
    }
    return reader.index();
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  private static Head head(DataInputStream in) throws IOException {
    var magic = in.readNBytes(MAGIC.length);
    if (magic.length < MAGIC.length) {
      throw new DamagedStateException("it ends within its head");
    }
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DamagedStateException(
          Arrays.equals(magic, 0, MAGIC.length - 1, MAGIC, 0, MAGIC.length - 1)
              ? "it is of the format version " + magic[MAGIC.length - 1]
              : "it is no index");
    }
    var block = Block.read(in);
    if (block == null) {
      throw new DamagedStateException("it ends within its head");
    }
    try {
      var records = new RecordReader(block);
      return new Head(records.text(), Lineage.parse(records.text()));
    } catch (RuntimeException e) {
      throw new DamagedStateException("a head that makes no sense: " + e, e);
    }
  }
}
