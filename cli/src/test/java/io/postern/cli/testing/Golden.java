package io.postern.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file that was looked at once and found good. {@code -Dgolden.write=true}
 * writes the files anew, to be looked at again.
 */
public final class Golden {
  private static final boolean WRITE = Boolean.getBoolean("golden.write");

  private Golden() {}

  /** Compares with {@code src/test/golden/{name}}. */
  public static void assertMatches(String name, String actual) {
    assertMatches(Path.of("src", "test", "golden", name), actual);
  }

  /**
   * @param file relative to the folder of the module
   */
  public static void assertMatches(Path file, String actual) {
    try {
      if (WRITE) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      var expected = Files.exists(file) ? Files.readString(file) : "";
      assertEquals(expected, actual, file + " differs; if it should, run with -Dgolden.write=true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
