package io.postern.server.network.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.ControlException;
import org.junit.jupiter.api.Test;

class RegionTest {
  @Test
  void aRegionIsReadAsPeopleWriteIt() {
    assertEquals("eastus", Region.parse("East US", "region").name());
    assertEquals("westeurope", Region.parse("westeurope", "region").name());
  }

  @Test
  void anUnknownRegionIsRefusedWithTheNearestOne() {
    var problem =
        assertThrows(ControlException.class, () -> Region.parse("westeurop", "x.region"))
            .error()
            .problem();

    assertEquals("LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE", problem.reason().name());
    assertEquals("westeurope", problem.metadata().get("suggestion"));
    assertEquals("x.region", problem.violations().getFirst().field());
  }

  @Test
  void aVeryLongTextIsRefusedLikeAnyOther() {
    var text = "x".repeat(1_000_000);

    var refused = assertThrows(ControlException.class, () -> Region.parse(text, "region"));

    assertEquals(64, refused.error().problem().metadata().getOrDefault("region", "").length());
  }
}
