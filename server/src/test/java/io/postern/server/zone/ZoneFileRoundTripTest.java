package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.v1.ARecord;
import io.postern.v1.AaaaRecord;
import io.postern.v1.CnameRecord;
import io.postern.v1.ExportZoneRequest;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.MxRecord;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PtrRecord;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordType;
import io.postern.v1.SoaRecord;
import io.postern.v1.SrvRecord;
import io.postern.v1.TxtRecord;
import io.postern.v1.ZoneFileServiceGrpc;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random zone, exported and imported into an empty one, gives the same record sets. */
class ZoneFileRoundTripTest {
  private static final int ZONES = 5;
  private static final int SETS = 15;
  private static final List<RecordType> TYPES =
      List.of(
          RecordType.RECORD_TYPE_A,
          RecordType.RECORD_TYPE_AAAA,
          RecordType.RECORD_TYPE_CNAME,
          RecordType.RECORD_TYPE_MX,
          RecordType.RECORD_TYPE_PTR,
          RecordType.RECORD_TYPE_SRV,
          RecordType.RECORD_TYPE_TXT);

  @TempDir static Path folder;

  @Test
  void whatIsExportedIsImportedAgain() {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("ZoneFileRoundTripTest seed " + seed + " (repeat with -Dpostern.seed)");
    var random = new Random(seed);
    try (var world = new ZoneWorld(folder)) {
      var files = world.plane.stub(ZoneFileServiceGrpc::newBlockingStub);
      for (int i = 0; i < ZONES; i++) {
        var full = world.zone(world.group(), "contoso.com", zone(random)).getName();
        fill(world, full, random);
        var empty = world.zone(world.group(), "contoso.com").getName();

        var exported =
            files.exportZone(ExportZoneRequest.newBuilder().setName(full).build()).getZoneFile();
        var _ =
            files.importRecordSets(
                ImportRecordSetsRequest.newBuilder().setName(empty).setZoneFile(exported).build());

        assertEquals(
            contents(world, full), contents(world, empty), () -> "seed " + seed + "\n" + exported);
      }
    }
  }

  /** What the record sets of a zone say, without where and when it was said. */
  private static List<RecordSet> contents(ZoneWorld world, String zone) {
    return world
        .recordSets
        .listRecordSets(
            ListRecordSetsRequest.newBuilder().setParent(zone).setPageSize(1000).build())
        .getRecordSetsList()
        .stream()
        .map(set -> {
          var said =
              set.toBuilder()
                  .setName(set.getName().substring(zone.length()))
                  .clearUid()
                  .clearEtag()
                  .clearCreateTime()
                  .clearUpdateTime();
          if (said.hasSoaRecord()) said.getSoaRecordBuilder().clearSerial();
          return said.build();
        })
        .toList();
  }

  private static PrivateDnsZone zone(Random random) {
    return PrivateDnsZone.newBuilder()
        .setSoa(
            SoaRecord.newBuilder()
                .setHost(target(random))
                .setEmail(target(random))
                .setRefreshSeconds(seconds(random))
                .setRetrySeconds(seconds(random))
                .setExpireSeconds(seconds(random))
                .setMinimumTtlSeconds(seconds(random))
                .setTtlSeconds(seconds(random)))
        .build();
  }

  private static void fill(ZoneWorld world, String zone, Random random) {
    var taken = new HashSet<String>();
    var aliases = new HashSet<String>();
    for (int i = 0; i < SETS; i++) {
      var owner = owner(random);
      var type = TYPES.get(random.nextInt(TYPES.size()));
      boolean isAlias = type == RecordType.RECORD_TYPE_CNAME;
      boolean fits =
          isAlias
              ? !owner.equals("@") && taken.stream().noneMatch(each -> each.endsWith(" " + owner))
              : !aliases.contains(owner);
      if (!fits || !taken.add(type + " " + owner)) continue;
      if (isAlias) aliases.add(owner);
      world.recordSet(zone, owner, recordSet(type, random));
    }
  }

  private static RecordSet.Builder recordSet(RecordType type, Random random) {
    var set = RecordSet.newBuilder().setType(type).setTtlSeconds(seconds(random));
    int count = 1 + random.nextInt(4);
    // The first part of each record differs, so that no two are the same.
    for (int i = 0; i < count; i++) {
      switch (type) {
        case RECORD_TYPE_A -> set.addARecords(ARecord.newBuilder().setIpv4Address("10.0.0." + i));
        case RECORD_TYPE_AAAA ->
            set.addAaaaRecords(
                AaaaRecord.newBuilder()
                    .setIpv6Address("2001:db8::" + i + ":" + random.nextInt(9999)));
        case RECORD_TYPE_CNAME ->
            set.setCnameRecord(CnameRecord.newBuilder().setCname(target(random)));
        case RECORD_TYPE_MX ->
            set.addMxRecords(MxRecord.newBuilder().setPreference(i).setExchange(target(random)));
        case RECORD_TYPE_PTR ->
            set.addPtrRecords(PtrRecord.newBuilder().setPtrdname("n" + i + "." + target(random)));
        case RECORD_TYPE_SRV ->
            set.addSrvRecords(
                SrvRecord.newBuilder()
                    .setPriority(i)
                    .setWeight(random.nextInt(0x10000))
                    .setPort(random.nextInt(0x10000))
                    .setTarget(random.nextInt(4) == 0 ? "." : target(random)));
        case RECORD_TYPE_TXT ->
            set.addTxtRecords(
                TxtRecord.newBuilder().addValues(i + text(random)).addValues(text(random)));
        case RECORD_TYPE_SOA, RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED ->
            throw new IllegalArgumentException("not made by hand: " + type);
      }
    }
    return set;
  }

  private static int seconds(Random random) {
    return random.nextInt(5) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(100_000);
  }

  private static String owner(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "@";
      case 1 -> "*";
      case 2 -> "*." + label(random);
      case 3 -> "_sip._tcp." + label(random);
      default -> label(random);
    };
  }

  private static String target(Random random) {
    var zone = random.nextBoolean() ? "contoso.com" : "example.org";
    return random.nextInt(4) == 0 ? zone : label(random) + "." + zone;
  }

  private static String label(Random random) {
    return Set.of("in", "a", "soa", "ttl", "x-1", "_y", "60").stream()
        .sorted()
        .skip(random.nextInt(7))
        .findFirst()
        .orElseThrow();
  }

  /** Any characters, those that zone files give a meaning among them. */
  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append("\"\\;()@$ \t\r\n.".charAt(random.nextInt(12)));
        case 1 -> text.appendCodePoint(random.nextInt(0x80));
        case 2 -> text.appendCodePoint(0x1f600 + random.nextInt(0x40));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
