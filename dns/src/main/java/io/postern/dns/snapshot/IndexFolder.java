package io.postern.dns.snapshot;

import io.postern.dns.snapshot.IndexFile.Contents;
import io.postern.dns.snapshot.IndexFile.Head;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that keeps an index from one start to the next: as a snapshot, which is forced to disk,
 * and a journal of what has changed since, which is not. What is cut off or damaged is noticed; it
 * takes what is missing with it and nothing else.
 *
 * <p>When the journal has become longer than the snapshot, another generation begins: its journal
 * takes the changes beside the old one, until its snapshot is there and the old one can go. So at
 * each moment there is a generation that is whole.
 */
public final class IndexFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
  private static final Pattern NAME =
      Pattern.compile("index-([0-9]{1,18})\\.(snapshot|journal|part)");
  private static final long JOURNAL_AT_LEAST = 1 << 20;

  /** After a failure nothing is kept for so long. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Path folder;
  private final FileChannel lock;
  private final List<Journal> journals = new ArrayList<>();
  private @Nullable Head head;
  private @Nullable Thread writer;
  private long generation;
  private long snapshotLength;
  private long failedAtNanos;
  private boolean failed;

  private IndexFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * An index as it was kept.
   *
   * @param origin what whoever kept it has said of it
   */
  public record Kept(ZoneIndex index, Lineage lineage, String origin) {}

  private record Journal(long generation, IndexFile file) {}

  /**
   * Takes hold of the folder, which is made if it is not there.
   *
   * @throws IOException also if another process has it
   */
  public static IndexFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    var lock =
        FileChannel.open(
            folder.resolve("index.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new IndexFolder(folder, lock);
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("Another of this process has {}", folder, e);
    }
    lock.close();
    throw new IOException("another process keeps its index in " + folder);
  }

  /**
   * The index that was kept last.
   *
   * @param wanted whether it is of use, by its origin
   * @return empty if there is none, or none that is whole
   */
  public synchronized Optional<Kept> read(Predicate<String> wanted) {
    try {
      var newest = generations().max();
      generation = newest.orElse(0);
      return newest.isEmpty() ? Optional.empty() : Optional.of(read(newest.getAsLong(), wanted));
    } catch (IOException e) {
      LOG.info("The index in {} is of no use: {}", folder, e.getMessage());
      return Optional.empty();
    }
  }

  private Kept read(long number, Predicate<String> wanted) throws IOException {
    var snapshot = IndexFile.readWhole(file(number, "snapshot"), wanted);
    var index = withJournal(number, snapshot);
    return new Kept(index, snapshot.head().lineage(), snapshot.head().origin());
  }

  private ZoneIndex withJournal(long number, Contents snapshot) throws IOException {
    try {
      return IndexFile.readOn(file(number, "journal"), snapshot);
    } catch (NoSuchFileException e) {
      return snapshot.index();
    }
  }

  /** The numbers of those that have a snapshot. */
  private LongStream generations() throws IOException {
    var numbers = LongStream.builder();
    for (var file : files()) {
      number(file, "snapshot").ifPresent(numbers);
    }
    return numbers.build();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(it -> NAME.matcher(it.getFileName().toString()).matches()).toList();
    }
  }

  private static OptionalLong number(Path file, String ending) {
    var name = NAME.matcher(file.getFileName().toString());
    return name.matches() && name.group(2).equals(ending)
        ? OptionalLong.of(Long.parseLong(name.group(1)))
        : OptionalLong.empty();
  }

  private Path file(long number, String ending) {
    return folder.resolve("index-" + number + "." + ending);
  }

  /**
   * Keeps this index from now on, and what is appended to it; what was kept before goes once all of
   * it is on disk, which another thread sees to.
   *
   * @param origin what {@link #read} is to be asked with
   */
  public synchronized void begin(String origin, Lineage lineage, ZoneIndex index) {
    head = new Head(origin, lineage);
    for (var journal : journals) {
      close(journal);
    }
    journals.clear();
    failed = false;
    try {
      beginGeneration(index);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void beginGeneration(ZoneIndex index) throws IOException {
    var wanted = head;
    if (wanted == null) {
      return;
    }
    var number = generation + 1;
    generation = number;
    journals.add(new Journal(number, IndexFile.create(file(number, "journal"), wanted)));
    var before = writer;
    writer =
        Thread.ofPlatform()
            .name("postern-index-snapshot")
            .start(() -> writeSnapshot(number, wanted, index, before));
  }

  private void writeSnapshot(long number, Head wanted, ZoneIndex index, @Nullable Thread before) {
    try {
      if (before != null) {
        before.join();
      }
      var part = file(number, "part");
      long length;
      try (var file = IndexFile.create(part, wanted)) {
        IndexWriter.write(index, file::append);
        file.force();
        length = file.length();
      }
      settle(number, part, length);
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts a snapshot in the place of those before it. */
  private synchronized void settle(long number, Path part, long length) throws IOException {
    var _ =
        Files.move(
            part,
            file(number, "snapshot"),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    snapshotLength = length;
    if (generation == number) {
      writer = null;
    }
    journals.removeIf(journal -> journal.generation() < number && close(journal));
    deleteBefore(number);
  }

  private void deleteBefore(long number) throws IOException {
    for (var file : files()) {
      var name = NAME.matcher(file.getFileName().toString());
      if (name.matches() && Long.parseLong(name.group(1)) < number) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Keeps what has changed; not before {@link #begin}, and each change once. */
  public synchronized void append(ZoneIndex before, ZoneIndex after) {
    try {
      if (failed) {
        beginAgain(after);
        return;
      }
      if (journals.isEmpty()) {
        return;
      }
      IndexWriter.writeDifference(before, after, this::appendToAll);
      var length = journals.getLast().file().length();
      if (writer == null && length > Math.max(snapshotLength, JOURNAL_AT_LEAST)) {
        beginGeneration(after);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void appendToAll(byte[] octets, int length) throws IOException {
    for (var journal : journals) {
      journal.file().append(octets, length);
    }
  }

  private void beginAgain(ZoneIndex index) throws IOException {
    if (System.nanoTime() - failedAtNanos < PAUSE.toNanos()) {
      return;
    }
    failed = false;
    beginGeneration(index);
  }

  /** Nothing of it is of use when the next change is missing. */
  private synchronized void fail(IOException why) {
    LOG.warn("The index is not kept in {} for now, so that a start takes longer", folder, why);
    failed = true;
    failedAtNanos = System.nanoTime();
    discard();
  }

  /** Forgets what is kept. */
  public synchronized void discard() {
    journals.removeIf(this::close);
    try {
      for (var file : files()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("What is in {} could not be deleted", folder, e);
    }
  }

  private boolean close(Journal journal) {
    try {
      journal.file().close();
    } catch (IOException e) {
      LOG.warn("A journal in {} was not closed", folder, e);
    }
    return true;
  }

  /** Waits until what was begun is on disk. */
  public void settle() throws InterruptedException {
    Thread running;
    synchronized (this) {
      running = writer;
    }
    if (running != null) {
      running.join();
    }
  }

  @Override
  public void close() {
    try {
      settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      journals.removeIf(this::close);
      head = null;
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("The lock of {} was not let go", folder, e);
      }
    }
  }
}
