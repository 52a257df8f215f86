package io.postern.dns.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.snapshot.IndexFolder.Kept;
import io.postern.dns.transport.RandomIndex;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFolderTest {
  private static final String ORIGIN = "store 1";

  @TempDir Path path;

  private final long seed = Long.getLong("postern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomIndex indexes = new RandomIndex(random);

  private Optional<Kept> read() throws IOException {
    try (var folder = IndexFolder.open(path)) {
      return folder.read(ORIGIN::equals);
    }
  }

  /** Keeps an index and what it becomes; all that it was, the last one last. */
  private List<ZoneIndex> keep(int changes) throws IOException {
    var all = new ArrayList<ZoneIndex>(List.of(indexes.next()));
    try (var folder = IndexFolder.open(path)) {
      folder.begin(ORIGIN, Lineage.fresh(), all.getFirst());
      for (int i = 0; i < changes; i++) {
        var before = all.getLast();
        all.add(indexes.changed(before));
        folder.append(before, all.getLast());
      }
    }
    return all;
  }

  @Test
  void theNextStartHasWhatTheLastOneEndedWith() throws IOException {
    var last = keep(20).getLast();
    assertEquals(IndexText.of(last), IndexText.of(read().orElseThrow().index()));
  }

  @Test
  void anEmptyFolderAndOneOfAnotherStoreHaveNothing() throws IOException {
    assertEquals(Optional.empty(), read());
    keep(1);
    try (var folder = IndexFolder.open(path)) {
      assertEquals(Optional.empty(), folder.read("store 2"::equals));
      folder.discard();
    }
    assertEquals(Optional.empty(), read());
  }

  @Test
  void aFolderIsOneProcesssAtATime() throws IOException {
    try (var folder = IndexFolder.open(path)) {
      var refused = assertThrows(IOException.class, () -> IndexFolder.open(path));
      assertTrue(String.valueOf(refused.getMessage()).contains("another process"));
      folder.discard();
    }
  }

  /** Cut anywhere, the journal gives an index that there was, and a later one for a later cut. */
  @Test
  void aJournalThatIsCutOffIsReadUpToThere() throws IOException {
    var all = keep(6);
    var texts = all.stream().map(IndexText::of).toList();
    var journal = only("journal");
    var octets = Files.readAllBytes(journal);
    var newest = texts.size() - 1;
    for (int cut = octets.length - 1; cut > 0; cut -= 1 + random.nextInt(1 + octets.length / 15)) {
      Files.write(journal, Arrays.copyOf(octets, cut));
      var found = texts.indexOf(IndexText.of(read().orElseThrow().index()));
      assertTrue(found >= 0 && found <= newest && found < texts.size() - 1, () -> "seed " + seed);
      newest = found;
    }
  }

  /**
   * After a power cut there may be zeros where the file system had not written yet, or nothing at
   * all: from any octet of the head on, and from some of the rest.
   */
  @Test
  void aJournalThatEndsInZerosIsReadUpToThem() throws IOException {
    var texts = keep(4).stream().map(IndexText::of).toList();
    var journal = only("journal");
    var octets = Files.readAllBytes(journal);
    for (int cut = 0; cut < octets.length; cut += cut < 200 ? 1 : 1 + random.nextInt(200)) {
      var zeros = Arrays.copyOf(Arrays.copyOf(octets, cut), octets.length);
      for (var damaged : List.of(Arrays.copyOf(octets, cut), zeros)) {
        Files.write(journal, damaged);
        assertTrue(texts.contains(IndexText.of(read().orElseThrow().index())), "cut at " + cut);
      }
    }
  }

  @Test
  void aSnapshotThatEndsInZerosIsNoneAtAll() throws IOException {
    keep(0);
    var snapshot = only("snapshot");
    var octets = Files.readAllBytes(snapshot);
    for (int cut = 0; cut < octets.length - 1; cut += cut < 200 ? 1 : 1 + random.nextInt(200)) {
      var zeros = Arrays.copyOf(Arrays.copyOf(octets, cut), octets.length);
      if (Arrays.equals(zeros, octets)) continue;
      for (var damaged : List.of(Arrays.copyOf(octets, cut), zeros)) {
        Files.write(snapshot, damaged);
        assertEquals(Optional.empty(), read(), "cut at " + cut);
      }
    }
  }

  @Test
  void aDamagedOctetIsNoticedWhereverItIs() throws IOException {
    var all = keep(2);
    var last = IndexText.of(all.getLast());
    var snapshot = only("snapshot");
    var journal = only("journal");
    for (int i = 0; i < 16; i++) {
      var inJournal = i % 2 == 0;
      var file = inJournal ? journal : snapshot;
      var octets = Files.readAllBytes(file);
      var damaged = octets.clone();
      damaged[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      var kept = read();
      assertTrue(
          inJournal
              ? kept.isPresent() && !IndexText.of(kept.get().index()).equals(last)
              : kept.isEmpty(),
          () -> "seed " + seed);
      Files.write(file, octets);
    }
    assertEquals(last, IndexText.of(read().orElseThrow().index()));
  }

  @Test
  void aSnapshotThatIsCutOffIsNoneAtAll() throws IOException {
    keep(0);
    var snapshot = only("snapshot");
    var octets = Files.readAllBytes(snapshot);
    Files.write(snapshot, Arrays.copyOf(octets, random.nextInt(octets.length)));
    assertEquals(Optional.empty(), read());
  }

  @Test
  void anotherFormatIsNotRead() throws IOException {
    keep(0);
    var snapshot = only("snapshot");
    var octets = Files.readAllBytes(snapshot);
    octets[7]++;
    Files.write(snapshot, octets);
    assertEquals(Optional.empty(), read());
    var refused =
        assertThrows(
            DamagedStateException.class, () -> IndexFile.readWhole(snapshot, ORIGIN::equals));
    assertTrue(String.valueOf(refused.getMessage()).contains("format version 2"));
  }

  /** Each generation takes over from the one before while changes go on. */
  @Test
  void aJournalThatOutgrowsItsSnapshotBeginsAnother() throws Exception {
    var index = indexes.next();
    try (var folder = IndexFolder.open(path)) {
      folder.begin(ORIGIN, Lineage.fresh(), index);
      folder.settle();
      var first = only("snapshot");
      for (int i = 0; i < 100_000 && Files.exists(first); i++) {
        var after = indexes.changed(index);
        folder.append(index, after);
        index = after;
      }
      assertFalse(Files.exists(first), "the first snapshot is still there");
    }
    assertEquals(IndexText.of(index), IndexText.of(read().orElseThrow().index()));
    assertEquals(3, files().size(), "a lock, a snapshot, a journal");
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(path)) {
      return files.toList();
    }
  }

  private Path only(String ending) throws IOException {
    var found = files().stream().filter(file -> file.toString().endsWith(ending)).toList();
    assertEquals(1, found.size());
    return found.getFirst();
  }
}
