package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.config.RuleSettings;
import io.postern.server.subscription.model.Quota;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ARecord;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc.PrivateDnsZoneServiceBlockingStub;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdatePrivateDnsZoneRequest;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateVirtualNetworkLinkRequest;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls to zones that a subscription may make in a minute, on a clock that the test moves. */
class ZoneCallLimitsTest {
  @TempDir private Path folder;
  private ControlPlane plane;
  private Lab lab;
  private PrivateDnsZoneServiceBlockingStub zones;

  @BeforeEach
  void start() {
    plane =
        ControlPlane.start(
            folder,
            settings -> settings.with(new RuleSettings(settings.rules().provenDomains(), true)));
    lab = Lab.in(plane);
    zones = plane.stub(PrivateDnsZoneServiceGrpc::newBlockingStub);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void fortyZonesAreCreatedInAMinuteAndFortyDeleted() {
    requireLimit(Quota.ZONE_CREATES_PER_MINUTE, 40, 0, i -> lab.zone("z" + i + ".example"));
    requireLimit(Quota.ZONE_DELETES_PER_MINUTE, 40, 0, i -> delete(zone("z" + i + ".example")));
  }

  @Test
  void aZoneIsUpdatedFortyTimesAMinuteAndReadTwoHundredTimes() {
    var zone = lab.zone("one.example");
    requireLimit(Quota.ZONE_UPDATES_PER_MINUTE, 40, 0, i -> tag(zone, i));
    requireLimit(Quota.ZONE_GETS_PER_MINUTE, 200, 0, i -> get(zone));
  }

  @Test
  void sixtyRecordSetsAndSixtyLinksAreWrittenInAMinute() {
    var zone = lab.zone("one.example");
    var network = lab.network("vnet-a", "10.1.0.0/16");
    requireLimit(Quota.RECORD_SET_WRITES_PER_MINUTE, 60, 0, i -> record(zone, "host" + i));
    var link = lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    requireLimit(Quota.VIRTUAL_NETWORK_LINK_WRITES_PER_MINUTE, 60, 1, i -> tagLink(link, i));
  }

  @Test
  void theLimitIsOfOneSubscriptionAndCanBeSet() {
    var request =
        UpdateQuotaRequest.newBuilder()
            .setName("subscriptions/contoso")
            .setQuota(Quota.ZONE_CREATES_PER_MINUTE.id())
            .setLimit(1)
            .build();
    var set = plane.stub(SubscriptionServiceGrpc::newBlockingStub).updateQuota(request).getQuota();
    lab.zone("one.example");

    assertEquals("CountPerMinute", set.getUnit());
    assertEquals("RATE_LIMITED", Refusal.of(() -> lab.zone("two.example")).reason());
    var other =
        CreatePrivateDnsZoneRequest.newBuilder()
            .setParent(Lab.PROVIDER)
            .setPrivateDnsZoneId("two.example")
            .setPrivateDnsZone(PrivateDnsZone.getDefaultInstance());
    var _ = zones.createPrivateDnsZone(other.build());
  }

  @Test
  void aStrangersCallsAreNotCounted() {
    var zone = lab.zone("one.example");
    var stranger = plane.stubAs("eve@fabrikam", PrivateDnsZoneServiceGrpc::newBlockingStub);
    var request = GetPrivateDnsZoneRequest.newBuilder().setName(zone).build();
    for (int i = 0; i < 201; i++) {
      var refused = Refusal.of(() -> stranger.getPrivateDnsZone(request));
      assertEquals("RESOURCE_NOT_FOUND", refused.reason());
    }
    get(zone);
  }

  /**
   * As many calls as the limit are taken, the next is refused, and is taken when its answer said.
   *
   * @param made how many were made before
   */
  private void requireLimit(Quota quota, int limit, int made, IntConsumer call) {
    for (int i = made; i < limit; i++) call.accept(i);
    var refused = Refusal.of(() -> call.accept(limit));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("RATE_LIMITED", refused.reason());
    assertEquals(quota.id(), refused.metadata().get("quota"));
    assertEquals(Integer.toString(limit), refused.metadata().get("limit"));
    assertEquals(Integer.toString(limit), refused.metadata().get("used"));
    plane.clock().advance(refused.retryAfter().orElseThrow());
    call.accept(limit);
  }

  private static String zone(String apex) {
    return Lab.CONSUMER + "/providers/Microsoft.Network/privateDnsZones/" + apex;
  }

  private void delete(String zone) {
    var _ =
        zones.deletePrivateDnsZone(DeletePrivateDnsZoneRequest.newBuilder().setName(zone).build());
  }

  private void get(String zone) {
    var _ = zones.getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(zone).build());
  }

  private void tag(String zone, int value) {
    var _ =
        zones.updatePrivateDnsZone(
            UpdatePrivateDnsZoneRequest.newBuilder()
                .setPrivateDnsZone(
                    PrivateDnsZone.newBuilder().setName(zone).putTags("n", "" + value))
                .build());
  }

  private void tagLink(String link, int value) {
    var _ =
        plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .updateVirtualNetworkLink(
                UpdateVirtualNetworkLinkRequest.newBuilder()
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder().setName(link).putTags("n", "" + value))
                    .build());
  }

  private void record(String zone, String name) {
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId(name)
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address("10.9.9.9")))
                    .build());
  }
}
