package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.v1.ErrorReason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final String PREFIX = "ERROR_REASON_";

  @Test
  void theReasonsAreThoseOfTheApiInTheSameOrder() {
    var published =
        Arrays.stream(ErrorReason.values())
            .filter(reason -> reason != ErrorReason.UNRECOGNIZED)
            .filter(reason -> reason != ErrorReason.ERROR_REASON_UNSPECIFIED)
            .map(reason -> reason.name().substring(PREFIX.length()))
            .toList();

    assertEquals(published, Arrays.stream(Reason.values()).map(Reason::name).toList());
  }

  @Test
  void azuresNamesAreThoseThatTheApiDocuments() throws IOException {
    var documented =
        DocumentedReasons.read().entrySet().stream()
            .collect(
                Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue().azureName()));

    assertEquals(
        documented,
        Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Reason::azureName)));
  }

  @Test
  void everyReasonDocumentsAStatusCodeThatThereIs() throws IOException {
    var codes = Arrays.stream(Status.Code.values()).map(Enum::name).toList();

    for (var entry : DocumentedReasons.read().entrySet())
      assertEquals(
          List.of(entry.getValue().code()),
          codes.stream().filter(entry.getValue().code()::equals).toList(),
          entry.getKey());
  }
}
