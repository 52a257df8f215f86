package io.postern.server.zone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneImportTest {
  private static final ResourceName ZONE =
      ResourceName.of(
          "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/contoso.com");

  private static RecordSet addresses(String relativeName, int ttlSeconds, String... addresses) {
    var records = Arrays.stream(addresses).map(IpAddress::of).map(RecordData::address).toList();
    return new RecordSet(
        RecordSet.name(ZONE, RecordType.A, relativeName, "name"),
        Meta.NEW,
        ttlSeconds,
        records,
        Map.of("owner", "me"));
  }

  private static RecordSet alias(String relativeName) {
    return new RecordSet(
        RecordSet.name(ZONE, RecordType.CNAME, relativeName, "name"),
        Meta.NEW,
        60,
        List.of(new RecordData.Cname(new DomainName("www.contoso.com"))),
        Map.of());
  }

  private static List<String> names(List<RecordSet> sets) {
    return sets.stream().map(RecordSet::relativeName).toList();
  }

  @Test
  void aMergeKeepsWhatIsNotWantedAndAReplacementDeletesIt() {
    var there = List.of(addresses("old", 60, "10.0.0.1"), addresses("both", 60, "10.0.0.2"));
    var wanted = List.of(addresses("new", 60, "10.0.0.3"), addresses("both", 61, "10.0.0.2"));

    var merged = ZoneImport.decide(there, wanted, ZoneImport.Mode.MERGE);
    var replaced = ZoneImport.decide(there, wanted, ZoneImport.Mode.REPLACE);

    assertEquals(List.of("new"), names(merged.created()));
    assertEquals(List.of("both"), names(merged.updated()));
    assertEquals(List.of(), merged.deleted());
    assertEquals(List.of("old"), names(replaced.deleted()));
  }

  @Test
  void anotherOrderOfTheRecordsIsNoChange() {
    var there = List.of(addresses("www", 60, "10.0.0.1", "10.0.0.2"));
    var wanted = List.of(addresses("www", 60, "10.0.0.2", "10.0.0.1"));

    var decided = ZoneImport.decide(there, wanted, ZoneImport.Mode.REPLACE);

    assertEquals(1, decided.unchanged());
    assertEquals(List.of(), decided.updated());
  }

  @Test
  void aCnameConflictsWithWhatStaysAndNotWithWhatGoes() {
    var there = List.of(addresses("www", 60, "10.0.0.1"));
    var wanted = List.of(alias("www"));

    assertEquals(
        Map.of(wanted.getFirst().name(), RecordType.A),
        ZoneImport.decide(there, wanted, ZoneImport.Mode.MERGE).conflicts());
    assertEquals(Map.of(), ZoneImport.decide(there, wanted, ZoneImport.Mode.REPLACE).conflicts());
    assertEquals(
        Map.of(alias("@").name(), RecordType.SOA),
        ZoneImport.decide(List.of(), List.of(alias("@")), ZoneImport.Mode.MERGE).conflicts());
  }
}
