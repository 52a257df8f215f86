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

/** Room in the file is used again, by nobody but the one who writes. */
class H2CompactionTest {
  private static final int ROWS = 2_000;

  @TempDir Path folder;
  private Handle handle;

  /** Its rows are everywhere in a file of which little is in use. */
  @BeforeEach
  void aFileThatWasWrittenOverAndOver() {
    // H2 by itself waits until a chunk is 45 s old, and here compacts nothing.
    handle =
        Jdbi.open(
            "jdbc:h2:file:"
                + folder.resolve("rows")
                + ";PAGE_SIZE=4096;RETENTION_TIME=0;AUTO_COMPACT_FILL_RATE=0");
    handle.execute("CREATE TABLE item (id INT PRIMARY KEY, body VARCHAR NOT NULL)");
    var random = new Random(1);
    for (int id = 0; id < ROWS; id++) write(id, random);
    for (int i = 0; i < ROWS; i++) write(random.nextInt(ROWS), random);
  }

  private void write(int id, Random random) {
    handle.execute(
        "MERGE INTO item VALUES (?, ?)", id, Long.toString(random.nextLong()).repeat(20));
    if (id % 4 == 0) force();
  }

  private void force() {
    handle.execute("CHECKPOINT SYNC");
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void fewWritesAtATimeMakeTheFileHalfFull() {
    var before = fingerprint();
    int filled = fillRate();
    assertTrue(filled < 40, filled + " %");

    for (int i = 0; i < 200; i++) {
      H2Compaction.run(handle, 8);
      force();
    }

    assertTrue(fillRate() >= 50, fillRate() + " %");
    assertEquals(before, fingerprint());
  }

  @Test
  void aFileThatIsHalfFullIsLeftAsItIs() {
    while (fillRate() < 50) {
      H2Compaction.run(handle, 8);
      force();
    }
    long written = number("info.FILE_WRITE_BYTES");

    H2Compaction.run(handle, 8);
    force();

    assertEquals(written, number("info.FILE_WRITE_BYTES"));
  }

  private int fillRate() {
    return (int) number("info.CHUNKS_FILL_RATE");
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
