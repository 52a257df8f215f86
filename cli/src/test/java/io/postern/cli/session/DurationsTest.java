package io.postern.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  @ParameterizedTest
  @ValueSource(strings = {"500ms", "10s", "2m", "1h", "90s", "61m"})
  void aLengthOfTimeIsPrintedAsItIsRead(String text) {
    assertEquals(
        new Durations().convert(text),
        new Durations().convert(Durations.print(new Durations().convert(text))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "0s", "-1s", "1.5s", "1 s", "1d", "99999999999s"})
  void anythingElseIsRefused(String text) {
    assertThrows(TypeConversionException.class, () -> new Durations().convert(text));
  }
}
