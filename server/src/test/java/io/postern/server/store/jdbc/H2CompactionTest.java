package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room in the file is used again, by nobody but the one who writes. */
class H2CompactionTest {
  private static final int ROWS = 2_000;

  @TempDir Path folder;
  private Handle handle;
  private int written;

  @BeforeEach
  void open() {
    // H2 by itself waits until a chunk is 45 s old, and here compacts nothing.
    handle =
        Jdbi.open(
            "jdbc:h2:file:"
                + folder.resolve("rows")
                + ";PAGE_SIZE=4096;RETENTION_TIME=0;AUTO_COMPACT_FILL_RATE=0");
    handle.execute("CREATE TABLE item (id INT PRIMARY KEY, body VARCHAR NOT NULL)");
  }

  /** A file of which little is in use: two of three rows were written over. */
  private void fill(int rowsOfAChunk) {
    var random = new Random(1);
    for (int id = 0; id < ROWS; id++) write(id, random, rowsOfAChunk);
    for (int i = 0; i < ROWS; i++) write(random.nextInt(ROWS), random, rowsOfAChunk);
    handle.execute("CHECKPOINT SYNC");
  }

  private void write(int id, Random random, int rowsOfAChunk) {
    handle.execute(
        "MERGE INTO item VALUES (?, ?)", id, Long.toString(random.nextLong()).repeat(20));
    if (++written % rowsOfAChunk == 0) handle.execute("CHECKPOINT SYNC");
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 64, 500})
  void fewWritesAtATimeMakeTheFileHalfFull(int rowsOfAChunk) {
    fill(rowsOfAChunk);
    var before = fingerprint();
    int filled = fillRate();
    assertTrue(filled < 45, filled + " %");

    compact(300);

    assertTrue(fillRate() >= 50, fillRate() + " %");
    assertEquals(before, fingerprint());
  }

  @Test
  void aFileThatIsHalfFullIsLeftAsItIs() {
    fill(4);
    compact(300);
    long octets = number("info.FILE_WRITE_BYTES");

    compact(1);

    assertEquals(octets, number("info.FILE_WRITE_BYTES"));
  }

  /** As the door does it. */
  private void compact(int parts) {
    int due = 0;
    for (int i = 0; i < parts; i++) {
      due += 8;
      if (H2Compaction.run(handle, due)) due = 0;
      handle.execute("CHECKPOINT SYNC");
    }
  }

  /** Of the chunks that H2 lets be written again, which the newest are not. */
  private int fillRate() {
    return (int) number("info.CHUNKS_FILL_RATE_RW");
  }

  private long number(String setting) {
    return handle
        .select(
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = ?", setting)
        .mapTo(Long.class)
        .one();
  }

  private String fingerprint() {
    return handle
        .select("SELECT COUNT(*) || ' ' || SUM(ORA_HASH(id || body)) FROM item")
        .mapTo(String.class)
        .one();
  }
}
