package io.postern.server.dnsview;

import io.postern.server.rpc.ResourceMessage;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.v1.Metric;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;

/** What Azure Monitor measures of a private DNS zone, under the names it has there. */
final class ZoneMetricsProto {
  private final ResourceMessage<?> zones;

  @Inject
  ZoneMetricsProto(Set<ResourceMessage<?>> messages) {
    this.zones =
        messages.stream()
            .filter(message -> message.kind().equals(PrivateDnsZone.KIND))
            .findAny()
            .orElseThrow();
  }

  List<Metric> of(ReadTx tx, PrivateDnsZone zone, long queryVolume) {
    var counters = ((io.postern.v1.PrivateDnsZone) zones.of(tx, zone)).getCounters();
    return List.of(
        count("QueryVolume", queryVolume),
        count("RecordSetCount", counters.getRecordSets()),
        share(
            "RecordSetCapacityUtilization", counters.getRecordSets(), counters.getMaxRecordSets()),
        count("VirtualNetworkLinkCount", counters.getVirtualNetworkLinks()),
        share(
            "VirtualNetworkLinkCapacityUtilization",
            counters.getVirtualNetworkLinks(),
            counters.getMaxVirtualNetworkLinks()),
        count("VirtualNetworkWithRegistrationLinkCount", counters.getRegistrationLinks()),
        share(
            "VirtualNetworkWithRegistrationCapacityUtilization",
            counters.getRegistrationLinks(),
            counters.getMaxRegistrationLinks()));
  }

  private static Metric count(String name, long value) {
    return metric(name, Metric.Unit.UNIT_COUNT, (double) value);
  }

  /** Of a limit of 0 nothing can be used. */
  private static Metric share(String name, int used, int most) {
    return metric(name, Metric.Unit.UNIT_PERCENT, most == 0 ? 0 : 100.0 * used / most);
  }

  private static Metric metric(String name, Metric.Unit unit, double value) {
    return Metric.newBuilder().setName(name).setUnit(unit).setValue(value).build();
  }
}
