package io.postern.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @Test
  void theDemoRunsThroughAndEveryAnswerIsAsExpected(@TempDir Path home) {
    var result = new Shell(home).run("demo");
    assertEquals(0, result.exitCode(), result.text());
    assertFalse(result.out().contains("✗"), result.out());
    assertTrue(result.out().contains(" answers, all as expected, in "), result.out());
    assertEquals("", result.err());
  }
}
