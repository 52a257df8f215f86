package io.postern.dns.zonefile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file is made of, reading it ends with records and faults. */
class ZoneFileGarbageTest {
  private static final int FILES = 3000;
  private static final String[] WORDS = {
    "@",
    "www",
    "IN",
    "CH",
    "60",
    "1h",
    "1w2d",
    "A",
    "AAAA",
    "MX",
    "TXT",
    "SOA",
    "SRV",
    "NS",
    "CAA",
    "TYPE65280",
    "\\# 4 0a000001",
    "$ORIGIN",
    "$TTL",
    "$INCLUDE",
    "$GENERATE",
    "(",
    ")",
    "\"",
    "\\",
    ";",
    "\n",
    "\n",
    "\n\t",
    "10.0.0.1",
    "::1",
    "a.example.",
    "..",
    ".",
    "4294967296",
    "-1",
    "\\300",
    "\\1",
    "\u00e9",
    "\u0000",
    "*",
    "x".repeat(300),
    "\ud83d"
  };

  @Test
  void noFileBreaksTheReader() {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("ZoneFileGarbageTest seed " + seed + " (repeat with -Dpostern.seed)");
    var random = new Random(seed);
    for (int i = 0; i < FILES; i++) {
      var file = new StringBuilder();
      int words = random.nextInt(40);
      for (int word = 0; word < words; word++) {
        file.append(WORDS[random.nextInt(WORDS.length)]);
        if (random.nextInt(8) != 0) file.append(' ');
      }
      assertDoesNotThrow(
          () -> ZoneFileParser.parse(file.toString(), "contoso.com", 3600),
          () -> "seed " + seed + "\n" + file);
    }
  }
}
