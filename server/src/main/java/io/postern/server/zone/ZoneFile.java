package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;

/**
 * A zone file that was read for a zone.
 *
 * @param wanted what it wants of the zone
 * @param faults what is wrong with it, as far as that shows without the zone
 */
record ZoneFile(WantedZone wanted, ZoneFileFaults faults) {
  static ZoneFile read(String text, ResourceName zone) {
    var faults = new ZoneFileFaults();
    return new ZoneFile(ZoneFileReader.read(text, zone, faults), faults);
  }
}
