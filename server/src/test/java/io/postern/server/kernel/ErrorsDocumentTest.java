package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.grpc.Status;
import io.postern.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/errors.md and the API's list of reasons to the reasons there are. */
final class ErrorsDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/errors.md");
  private static final String API_PREFIX = "ERROR_REASON_";
  private static final Pattern NAME = Pattern.compile("`([A-Za-z_]+)`");

  @Test
  void theDocumentHasEveryReasonOnceWithAzuresNameForIt() throws IOException {
    var documented = new TreeMap<String, String>();
    for (var row : rows()) {
      var reason = name(row.getFirst());
      assertNull(documented.put(reason, name(row.getLast())), reason + " has two rows");
    }
    var known = new TreeMap<String, String>();
    for (var reason : Reason.values()) known.put(reason.name(), reason.azureName().orElse(""));
    assertEquals(known, documented);
  }

  @Test
  void theDocumentNamesOnlyCodesThatThereAre() throws IOException {
    for (var row : rows()) {
      boolean isReserved = row.size() < 4;
      if (isReserved) continue;
      for (var code : row.get(1).split(", "))
        assertDoesNotThrow(() -> Status.Code.valueOf(name(code)));
    }
  }

  @Test
  void theApiListsTheSameReasons() {
    var inApi =
        Arrays.stream(ErrorReason.values())
            .filter(it -> it != ErrorReason.UNRECOGNIZED)
            .filter(it -> it != ErrorReason.ERROR_REASON_UNSPECIFIED)
            .map(it -> it.name().substring(API_PREFIX.length()))
            .toList();
    assertEquals(Arrays.stream(Reason.values()).map(Enum::name).toList(), inApi);
  }

  /** The cells of each row that is about a reason; the table of the codes has two columns only. */
  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
        .filter(row -> row.size() > 2)
        .toList();
  }

  private static String name(String cell) {
    if (cell.isEmpty()) return "";
    var name = NAME.matcher(cell);
    if (!name.matches()) throw new IllegalArgumentException("not a name in ticks: " + cell);
    return name.group(1);
  }
}
