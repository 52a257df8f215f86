package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTimeTest {
  private static final long FIRST = Instant.parse("-0010-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("+10010-01-01T00:00:00Z").getEpochSecond();
  private static final List<ChronoUnit> UNITS =
      List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS);

  @Test
  void everyTimeIsReadAsItWasWritten() {
    var random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      var time =
          Instant.ofEpochSecond(random.nextLong(FIRST, LAST), random.nextInt(1_000_000_000))
              .truncatedTo(UNITS.get(i % UNITS.size()));
      assertEquals(time, StoredTime.parse(time.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-29T23:59:59.999999999Z",
        "2000-02-29T00:00:00Z",
        "2026-12-31T23:59:60Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:00:00+01:00",
        "2026-11-23T10:00:00.1Z",
        "2026-11-23T10:00:00.12345Z",
        "2026-11-23t10:00:00z",
        "2026-11-23T10:00:00.Z",
        Instants.MAX,
        Instants.MIN
      })
  void othersAreReadAsJavaReadsThem(String text) {
    assertEquals(Instant.parse(text), StoredTime.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-23",
        "2026-11-23T10:00:00",
        "2026-11-23T10:00Z",
        "2026-11-23T10:00:00.1234567890Z",
        "2026-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "2026-04-31T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-00-01T10:00:00Z",
        "2026-11-00T10:00:00Z",
        "2026-11-23T25:00:00Z",
        "2026-11-23T10:60:00Z",
        "2026-11-23 10:00:00Z",
        "2026-11-23T10:00:0-Z",
        "2O26-11-23T10:00:00Z",
        "2026-11-23T10:00:00,5Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(DateTimeParseException.class, () -> Instant.parse(text));
    assertThrows(DateTimeParseException.class, () -> StoredTime.parse(text));
  }

  /** The texts of what Java can hold. */
  private static final class Instants {
    static final String MAX = "+1000000000-12-31T23:59:59.999999999Z";
    static final String MIN = "-1000000000-01-01T00:00:00Z";
  }
}
