package io.postern.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.ZoneFileServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: texts that errors repeat, so long that a client cannot take the error, and has a broken
 * stream in its place.
 */
class LongErrorsTest {
  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void aLongNameIsRepeatedAsFarAsThereIsRoom() {
    for (var letter : List.of("x", "\u00e9", "\u6f22", "\uD83D\uDE00", "%", "\u0001")) {
      for (int length : new int[] {1_500, 200_000}) {
        var name = "subscriptions/" + letter.repeat(length);
        var refused =
            Refusal.of(() ->
                plane
                    .stub(SubscriptionServiceGrpc::newBlockingStub)
                    .getSubscription(GetSubscriptionRequest.newBuilder().setName(name).build()));

        assertTrue(
            List.of("RESOURCE_NOT_FOUND", "NAME_MALFORMED").contains(refused.reason()),
            refused::reason);
        assertTrue(refused.message().contains(letter), refused::message);
      }
    }
  }

  @Test
  void ofAThousandFaultsThoseAreToldThatFit() {
    var zone = lab.zone("contoso.example");
    var request =
        ImportRecordSetsRequest.newBuilder()
            .setName(zone)
            .setZoneFile("www A 10.0.0.256 ; no address\n".repeat(1000))
            .build();

    var refused =
        Refusal.of(
            () -> plane.stub(ZoneFileServiceGrpc::newBlockingStub).importRecordSets(request));

    assertEquals("ZONE_FILE_INVALID", refused.reason());
    assertEquals("1000", refused.metadata().get("faults"));
    int told = refused.descriptions().size();
    assertTrue(told >= 10 && told < 1000, () -> told + " are told");
    assertTrue(refused.descriptions().getLast().startsWith("line " + told + ": "));
  }
}
