package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.ServedApi;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random calls of three tenants, held against a model of who may see what: no answer, page, token,
 * watch, refusal or DNS record may hold a word that its caller may not see. A program that fails is
 * repeated by its seed: {@code -Dpostern.access.seed=…}.
 */
class RandomProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("postern.access.programs", 20);

  /** How many share a server, so that its start costs little and its lists stay short. */
  private static final int PER_SERVER = 50;

  /** After how many it is said how far they are. */
  private static final int EVERY = 500;

  @Test
  void nothingLeaksFromOneTenantToAnotherOrToWhoHasNoRights(@TempDir Path folder) {
    var given = System.getProperty("postern.access.seed");
    long seed = given == null ? ThreadLocalRandom.current().nextLong() : Long.parseLong(given);
    int shown = 0;
    for (int done = 0; done < PROGRAMS; done += PER_SERVER) {
      try (var plane = ControlPlane.start(folder.resolve("after-" + done))) {
        var methods = new ServedApi(plane.channel()).methods();
        for (int i = done; i < Math.min(PROGRAMS, done + PER_SERVER); i++)
          shown += run(plane, methods, seed + i, i);
      }
      sayHowFar(done + PER_SERVER);
    }
    if (PROGRAMS > EVERY) System.out.println("nothing leaked; the first seed was " + seed);
    // Programs that showed nobody anything would have proven nothing.
    assertTrue(shown >= PROGRAMS / 4, "seed " + seed + " showed " + shown);
  }

  private static void sayHowFar(int done) {
    if (PROGRAMS > EVERY && done % EVERY == 0) System.out.println(done + " of " + PROGRAMS);
  }

  private static int run(
      ControlPlane plane, List<MethodDescriptor> methods, long seed, int number) {
    var program = new RandomProgram(plane, methods, new Random(seed), "p" + number);
    try {
      return program.run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "-Dpostern.access.seed=" + seed + " -Dpostern.access.programs=1\n" + program.history(),
          e);
    }
  }
}
