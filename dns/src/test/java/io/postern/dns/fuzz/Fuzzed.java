package io.postern.dns.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Something that is fuzzed, in any module: one of an enum of such things. */
public interface Fuzzed {
  Path CORPORA = Path.of("src/test/fuzz");

  /** Edges that the inputs of a corpus reach at the least, where the fuzzer sees anything. */
  int FEWEST_EDGES = 50;

  int FEWEST_INPUTS = 10;

  /** The name of the enum's constant. */
  String name();

  /** The class with the method that Jazzer calls. */
  Class<?> type();

  /** Takes any octets; what it throws is a finding. */
  void run(byte[] input) throws IOException;

  /** The packages in which the fuzzer sees which way the code goes. */
  default String instrumented() {
    return "io.postern.dns.**";
  }

  /** The folder of its inputs, each of which gets somewhere that no other does. */
  default Path corpus() {
    return CORPORA.resolve(type().getSimpleName());
  }

  /** Puts the inputs of the corpus through it once more: ways that were found, and faults. */
  default void withstandCorpus() throws IOException {
    List<Path> inputs;
    try (var files = Files.list(corpus())) {
      inputs = files.sorted().toList();
    }
    assertTrue(inputs.size() >= FEWEST_INPUTS, () -> corpus() + " has " + inputs.size());
    for (var input : inputs) {
      var octets = Files.readAllBytes(input);
      assertDoesNotThrow(() -> run(octets), input::toString);
    }
  }

  /**
   * Looks for inputs that the corpus lacks and that are not withstood; they are left in {@code
   * target/fuzz}.
   *
   * @param grown an empty folder for inputs that reach further; with {@code -Dpostern.fuzz.keep}
   *     the corpus takes them in
   */
  default void withstandFuzzing(int seconds, Path grown) throws IOException, InterruptedException {
    var findings = Files.createDirectories(Path.of("target/fuzz", name()));
    var jazzer = new Jazzer(type(), instrumented());

    var result = jazzer.fuzz(seconds, findings, grown, corpus());

    assertEquals(0, result.exitCode(), result::output);
    assertTrue(result.begun() >= FEWEST_EDGES, result::output);
    System.out.printf(
        "fuzz: %s reached %d edges, %d with its corpus%n",
        name(), result.reached(), result.begun());
    if (Boolean.getBoolean("postern.fuzz.keep"))
      assertEquals(0, jazzer.merge(corpus(), grown).exitCode());
  }
}
