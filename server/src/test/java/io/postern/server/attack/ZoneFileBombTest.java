package io.postern.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.ZoneFileServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: zone files that would read the server's own files, or make much of little. */
class ZoneFileBombTest {
  private static final String PLANTED = "planted A 10.66.66.66\n";

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static String zone;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    zone = Lab.in(plane).zone("contoso.example");
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  private static Refusal refused(String text) {
    var request = ImportRecordSetsRequest.newBuilder().setName(zone).setZoneFile(text).build();
    var refused =
        Refusal.of(
            () -> plane.stub(ZoneFileServiceGrpc::newBlockingStub).importRecordSets(request));
    assertEquals("ZONE_FILE_INVALID", refused.reason());
    assertOnlyTheSoaIsThere();
    return refused;
  }

  private static void assertOnlyTheSoaIsThere() {
    var sets =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .listRecordSets(ListRecordSetsRequest.newBuilder().setParent(zone).build())
            .getRecordSetsList();
    assertEquals(List.of(zone + "/SOA/@"), sets.stream().map(set -> set.getName()).toList());
  }

  @Test
  void noFileOfTheServerIsRead() throws IOException {
    var file = Files.writeString(folder.resolve("planted.zone"), PLANTED);
    for (var path :
        List.of(file.toString(), "file://" + file, "/etc/passwd", "/dev/zero", "pom.xml"))
      for (var form :
          List.of(
              "$INCLUDE %s\n",
              "$include \"%s\"\n",
              "$Include %s contoso.example.\n",
              "( $INCLUDE %s )\n",
              "\uFEFF$INCLUDE %s\n",
              "$ORIGIN contoso.example.\n$INCLUDE %s\n")) {
        var refused = refused(form.formatted(path));
        var told = refused.message() + refused.descriptions();
        assertTrue(told.contains("$INCLUDE is not followed"), told);
        assertFalse(told.contains("10.66.66.66") || told.contains("root:"), told);
      }
  }

  @Test
  void nothingIsGenerated() {
    for (var range : List.of("1-2", "0-2147483647", "1-1000000000/1"))
      assertTrue(
          refused("$GENERATE " + range + " host-$ A 10.0.0.1\n")
              .message()
              .contains("$GENERATE is not carried out"));
  }

  /** What would take the square of its length would take minutes. */
  @Test
  void aLargeFileThatIsNoneIsRefused() {
    int large = 100_000;
    for (var piece :
        List.of("(", "\"", "\\", "a", "a.", "\n(", "x\n", "@ A (\n", "x A 1\n", "$ORIGIN a\n"))
      refused("@ " + piece.repeat(large / piece.length()));
  }
}
