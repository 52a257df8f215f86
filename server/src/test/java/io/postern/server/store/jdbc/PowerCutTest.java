package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file as it is right after a force: what a start would find if the power went just then. All
 * of a revision is there or nothing, what was to be acknowledged is, and the store goes on. It
 * finds out whether anything writes while the file is forced, for what H2 writes then is not whole.
 */
class PowerCutTest {
  private static final int IMAGES = Integer.getInteger("postern.powerCut.images", 20);
  private static final int WRITERS = 4;
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  @TempDir Path folder;
  private final AtomicInteger number = new AtomicInteger();
  private final List<Image> images = new ArrayList<>();
  private volatile boolean enough;

  private record Image(Path file, Revision reached) {}

  @Test
  void whatWasForcedIsThereAndNothingIsHalfThere() {
    var engine = BesideForce.of(folder.resolve("postern"), this::take);
    try (var store = JdbcStore.open(engine, 2, new RandomIds());
        var threads = Executors.newFixedThreadPool(WRITERS)) {
      for (int i = 0; i < WRITERS; i++) threads.execute(() -> write(store));
    }
    assertEquals(IMAGES, images.size());
    images.forEach(PowerCutTest::check);
  }

  private void write(Store store) {
    while (!enough) create(store, "s" + number.incrementAndGet());
  }

  private static Revision create(Store store, String id) {
    return store.write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription(id), "made")).revision();
  }

  private void take(Revision reached) {
    if (enough) return;
    try {
      var file = folder.resolve("image-" + images.size());
      Files.copy(folder.resolve("postern.mv.db"), Path.of(file + ".mv.db"));
      images.add(new Image(file, reached));
      enough = images.size() == IMAGES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Image image) {
    try (var store = JdbcStore.openFile(image.file, 2, new RandomIds())) {
      long last = store.log().last().number();
      assertTrue(last >= image.reached.number(), image + " has " + last);
      var expected = LongStream.rangeClosed(1, last).mapToObj(Revision::new).toList();
      var changes = store.log().after(Revision.ZERO, Integer.MAX_VALUE);
      assertEquals(expected, changes.stream().map(Change::revision).toList(), image::toString);
      var made =
          store.read(tx -> tx.list(Subscription.KIND, Scope.EVERYTHING, "", Integer.MAX_VALUE));
      assertEquals(
          expected,
          made.stream().map(it -> it.meta().created()).sorted().toList(),
          image::toString);
      assertEquals(new Revision(last + 1), create(store, "next"), image::toString);
    }
  }
}
