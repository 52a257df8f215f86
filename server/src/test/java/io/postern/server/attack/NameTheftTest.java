package io.postern.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.GetPrivateLinkResourceRequest;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResource.PublicName;
import io.postern.v1.PrivateLinkResource.PublicRecord;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.UpdatePrivateLinkResourceRequest;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: contoso tries to have clients of others led to addresses of its own by the public name of
 * fabrikam's storage account.
 */
class NameTheftTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final String PUBLIC =
      "NOERROR acct1.blob.core.windows.net. CNAME blob.s1.store.core.windows.net."
          + " | blob.s1.store.core.windows.net. A 203.0.113.161";
  private static final String THIEF = "mallory@contoso";
  private static final String ADDRESS = "198.51.100.66";

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String theirs;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    lab.storage("acct1");
    theirs = lab.network(Lab.PROVIDER, "vnet-p", "10.7.0.0/16");
    assertEquals(PUBLIC, lab.ask(theirs, NAME, "A"));
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  private static PrivateLinkResource.Builder storage(String fqdn) {
    return PrivateLinkResource.newBuilder()
        .setType("Microsoft.Storage/storageAccounts")
        .setRegion(Lab.REGION)
        .addPublicNames(
            PublicName.newBuilder()
                .setGroupId("blob")
                .setFqdn(fqdn)
                .addRecords(
                    PublicRecord.newBuilder()
                        .setType(RecordType.RECORD_TYPE_A)
                        .addValues(ADDRESS)));
  }

  private PrivateLinkResource create(String id, PrivateLinkResource.Builder resource) {
    return plane
        .stubAs(THIEF, PrivateLinkResourceServiceGrpc::newBlockingStub)
        .createPrivateLinkResource(
            CreatePrivateLinkResourceRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setPrivateLinkResourceId(id)
                .setPrivateLinkResource(resource)
                .build())
        .getPrivateLinkResource();
  }

  private void assertTaken(String id, PrivateLinkResource.Builder resource) {
    assertTaken(Refusal.of(() -> create(id, resource)));
  }

  private void assertTaken(Refusal refused) {
    assertEquals(Status.Code.ALREADY_EXISTS, refused.code());
    assertEquals("PUBLIC_NAME_TAKEN", refused.reason());
    assertFalse((refused.message() + refused.metadata()).contains("fabrikam"), refused::message);
    assertEquals(PUBLIC, lab.ask(theirs, NAME, "A"));
  }

  @Test
  void aNameThatIsTakenIsNotPublishedAgain() {
    // By the catalogue, whose names are made of the id; by itself; and as a record beside another.
    assertTaken("acct1", storage(""));
    assertTaken("ACCT1", storage(""));
    assertTaken("other", storage(NAME));
    assertTaken("other", storage("Acct1.Blob.Core.Windows.NET."));
    assertTaken(
        "other",
        storage("")
            .addPublicRecords(
                PublicRecord.newBuilder()
                    .setName(NAME)
                    .setType(RecordType.RECORD_TYPE_A)
                    .addValues(ADDRESS)));
    // What the name leads to belongs to all who lead there, and cannot be changed by one of them.
    assertTaken(
        "other",
        storage("")
            .addPublicRecords(
                PublicRecord.newBuilder()
                    .setName("blob.s1.store.core.windows.net")
                    .setType(RecordType.RECORD_TYPE_A)
                    .addValues(ADDRESS)));
  }

  @Test
  void noResourceIsGivenANameThatIsTakenAfterwards() {
    var own = create("own", storage(""));
    var changed = storage(NAME).setName(own.getName()).build();

    assertTaken(
        Refusal.of(() ->
            plane
                .stubAs(THIEF, PrivateLinkResourceServiceGrpc::newBlockingStub)
                .updatePrivateLinkResource(
                    UpdatePrivateLinkResourceRequest.newBuilder()
                        .setPrivateLinkResource(changed)
                        .build())));
    assertEquals(
        own,
        plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .getPrivateLinkResource(
                GetPrivateLinkResourceRequest.newBuilder().setName(own.getName()).build())
            .getPrivateLinkResource());
  }

  /** Whoever has a network may answer anything there, and nowhere else. */
  @Test
  void aPrivateZoneOfTheNameAnswersItsOwnersNetworksAlone() {
    var mine = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(NAME);
    lab.addressRecord(zone, "@", ADDRESS);
    lab.link(zone, mine, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);

    var refused =
        Refusal.of(() ->
            plane
                .stubAs(THIEF, VirtualNetworkLinkServiceGrpc::newBlockingStub)
                .createVirtualNetworkLink(
                    CreateVirtualNetworkLinkRequest.newBuilder()
                        .setParent(zone)
                        .setVirtualNetworkLinkId("theirs")
                        .setVirtualNetworkLink(
                            VirtualNetworkLink.newBuilder().setVirtualNetwork(theirs))
                        .build()));

    assertEquals("RESOURCE_NOT_FOUND", refused.reason());
    assertEquals("NOERROR " + NAME + ". A " + ADDRESS, lab.ask(mine, NAME, "A"));
    assertEquals(PUBLIC, lab.ask(theirs, NAME, "A"));
    assertEquals(PUBLIC, lab.ask("", NAME, "A"));
  }

  /** An endpoint shows in the network that it is in. Elsewhere nothing says whose there is one. */
  @Test
  void anEndpointsAnswersAreForItsNetworkAlone() {
    lab.subscription("northwind");
    var mine = lab.network("vnet-a", "10.1.0.0/16");
    var third = lab.network("subscriptions/northwind/resourceGroups/g", "vnet-n", "10.9.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, mine, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var account = Lab.PROVIDER + "/providers/Microsoft.Storage/storageAccounts/acct1";
    var endpoint = lab.endpoint("pe", Lab.wanted(mine, account, true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);

    var hidden = lab.ask(third, NAME, "A");

    assertNotEquals(hidden, lab.ask(mine, NAME, "A"));
    assertEquals(hidden, lab.ask(theirs, NAME, "A"));
    assertEquals(hidden, lab.ask("", NAME, "A"));
    assertFalse(hidden.contains("10.1.0."), hidden);
  }
}
