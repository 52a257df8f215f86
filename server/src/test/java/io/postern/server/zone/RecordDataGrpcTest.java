package io.postern.server.zone;

import static io.postern.server.zone.ZoneWorld.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.AaaaRecord;
import io.postern.v1.CnameRecord;
import io.postern.v1.MxRecord;
import io.postern.v1.PtrRecord;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordType;
import io.postern.v1.SoaRecord;
import io.postern.v1.SrvRecord;
import io.postern.v1.TxtRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The data of records of every type, through the running server. */
class RecordDataGrpcTest {
  @TempDir static Path folder;
  private static ZoneWorld world;
  private String zone;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void newZone() {
    zone = world.zone(world.group(), "contoso.com").getName();
  }

  @ParameterizedTest
  @MethodSource
  void everyTypeIsReadBackAsItWasWritten(RecordSet.Builder wanted) {
    var created = world.recordSet(zone, "_sip._tcp", wanted);

    var bare = created.toBuilder();
    bare.clearName().clearUid().clearEtag().clearCreateTime().clearUpdateTime().clearFqdn();
    assertEquals(wanted.setTtlSeconds(3600).build(), bare.build());
    assertEquals(created, world.get(created.getName()));
  }

  static Stream<RecordSet.Builder> everyTypeIsReadBackAsItWasWritten() {
    return Stream.of(
        addresses("192.0.2.1", "192.0.2.2"),
        aaaa("2001:db8::1"),
        cname("www.fabrikam.com"),
        typed(RecordType.RECORD_TYPE_MX)
            .addMxRecords(MxRecord.newBuilder().setPreference(5).setExchange("mail.fabrikam.com")),
        typed(RecordType.RECORD_TYPE_PTR)
            .addPtrRecords(PtrRecord.newBuilder().setPtrdname("host.fabrikam.com")),
        typed(RecordType.RECORD_TYPE_SRV)
            .addSrvRecords(
                SrvRecord.newBuilder()
                    .setPriority(1)
                    .setWeight(2)
                    .setPort(65_535)
                    .setTarget("sip.fabrikam.com"))
            .addSrvRecords(SrvRecord.newBuilder().setTarget(".")),
        typed(RecordType.RECORD_TYPE_TXT)
            .addTxtRecords(TxtRecord.newBuilder().addValues("v=spf1").addValues("-all")));
  }

  @ParameterizedTest
  @MethodSource
  void invalidRecordsAreRefusedWithTheirField(String field, RecordSet.Builder wanted) {
    var refused = Refusal.of(() -> world.recordSet(zone, "www", wanted));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("RECORD_INVALID", refused.reason());
    assertEquals(List.of("record_set." + field), refused.fields());
  }

  static Stream<Arguments> invalidRecordsAreRefusedWithTheirField() {
    var twentyOne = addresses();
    for (int i = 0; i < 21; i++)
      twentyOne.addAllARecords(addresses("192.0.2." + i).getARecordsList());
    var mx = typed(RecordType.RECORD_TYPE_MX);
    var srv = typed(RecordType.RECORD_TYPE_SRV);
    var txt = typed(RecordType.RECORD_TYPE_TXT);
    return Stream.of(
        Arguments.of("a_records", addresses()),
        Arguments.of("a_records", twentyOne),
        Arguments.of("a_records[1]", addresses("192.0.2.1", "192.0.2.1")),
        Arguments.of("a_records[1].ipv4_address", addresses("192.0.2.1", "192.0.2.256")),
        Arguments.of("a_records[0].ipv4_address", addresses("localhost")),
        Arguments.of("a_records[0].ipv4_address", addresses("2001:db8::1")),
        Arguments.of("aaaa_records[0].ipv6_address", aaaa("192.0.2.1")),
        Arguments.of(
            "aaaa_records",
            addresses("192.0.2.1").addAllAaaaRecords(aaaa("::1").getAaaaRecordsList())),
        Arguments.of("soa_record", addresses("192.0.2.1").setSoaRecord(SoaRecord.newBuilder())),
        Arguments.of("cname_record.cname", cname("not a name")),
        Arguments.of("cname_record.cname", cname("*.contoso.com")),
        Arguments.of(
            "mx_records[0].preference",
            mx.clone()
                .addMxRecords(MxRecord.newBuilder().setPreference(65_536).setExchange("a.b"))),
        Arguments.of(
            "srv_records[0].port",
            srv.clone().addSrvRecords(SrvRecord.newBuilder().setPort(-1).setTarget("a.b"))),
        Arguments.of("txt_records[0].values", txt.clone().addTxtRecords(TxtRecord.newBuilder())),
        Arguments.of(
            "txt_records[0].values[1]",
            txt.clone()
                .addTxtRecords(TxtRecord.newBuilder().addValues("").addValues("ü".repeat(128)))),
        Arguments.of(
            "txt_records[0].values",
            txt.clone()
                .addTxtRecords(
                    TxtRecord.newBuilder()
                        .addAllValues(
                            List.of(
                                "a".repeat(255),
                                "b".repeat(255),
                                "c".repeat(255),
                                "d".repeat(255),
                                "e".repeat(5))))));
  }

  private static RecordSet.Builder typed(RecordType type) {
    return RecordSet.newBuilder().setType(type);
  }

  private static RecordSet.Builder aaaa(String address) {
    return typed(RecordType.RECORD_TYPE_AAAA)
        .addAaaaRecords(AaaaRecord.newBuilder().setIpv6Address(address));
  }

  private static RecordSet.Builder cname(String target) {
    return typed(RecordType.RECORD_TYPE_CNAME)
        .setCnameRecord(CnameRecord.newBuilder().setCname(target));
  }
}
