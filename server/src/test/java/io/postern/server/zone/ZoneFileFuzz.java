package io.postern.server.zone;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.nio.charset.StandardCharsets;

/** Zone files to import, from their text to record sets: those of the zone alone, or faults. */
public final class ZoneFileFuzz {
  private static final ResourceName ZONE =
      ResourceName.of(
          "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/a.example");

  private ZoneFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var file = ZoneFile.read(new String(input, StandardCharsets.UTF_8), ZONE);
    for (var set : file.wanted().sets().keySet()) {
      if (!set.key().startsWith(ZONE.key() + "/")) throw new AssertionError(set + " is elsewhere");
    }
    try {
      file.faults().requireNone();
    } catch (ControlException e) {
      if (e.error().problem().reason() != Reason.ZONE_FILE_INVALID) throw e;
    }
  }
}
