package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.ListVirtualNetworksResponse;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody writes page tokens, to have a list begin where it wants. */
class PageTokenTamperingTest {
  @TempDir Path folder;

  private static ListVirtualNetworksResponse list(
      ControlPlane plane, String caller, String parent, String token) {
    return plane
        .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
        .listVirtualNetworks(
            ListVirtualNetworksRequest.newBuilder()
                .setParent(parent)
                .setPageSize(1)
                .setPageToken(token)
                .build());
  }

  private static String token(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenNeitherLeadsIntoAnotherTenantNorTellsOfIt() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      lab.subscription("northwind");
      lab.network("vnet-a", "10.1.0.0/16");
      lab.network("vnet-b", "10.2.0.0/16");
      lab.network("subscriptions/northwind/resourceGroups/g", "own-1", "10.3.0.0/16");
      lab.network("subscriptions/northwind/resourceGroups/g", "own-2", "10.4.0.0/16");
      var foreign = list(plane, "bob@contoso", "subscriptions/-", "").getNextPageToken();

      var first = list(plane, "mallory@northwind", "subscriptions/-", "");
      var decoded =
          new String(
              Base64.getUrlDecoder().decode(first.getNextPageToken()), StandardCharsets.UTF_8);
      assertFalse(decoded.contains("contoso"), decoded);
      for (var made :
          List.of(
              foreign,
              token("virtualNetwork", "", "subscriptions/contoso"),
              token("virtualNetwork", "", "\uFFFF"),
              token("virtualNetwork", "", ""))) {
        var page = list(plane, "mallory@northwind", "subscriptions/-", made);
        assertFalse(page.toString().contains("contoso"), page::toString);
      }
    }
  }

  @Test
  void aTokenIsGoodForItsListAlone() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      lab.network("vnet-a", "10.1.0.0/16");
      lab.network("vnet-b", "10.2.0.0/16");
      var good = list(plane, "bob@contoso", Lab.CONSUMER, "").getNextPageToken();
      assertEquals(1, list(plane, "bob@contoso", Lab.CONSUMER, good).getVirtualNetworksCount());

      for (var bad :
          List.of(
              token("subnet", Lab.CONSUMER.toLowerCase(Locale.ROOT) + "/", "x"),
              token("virtualNetwork", "", "x"),
              token("virtualNetwork", "x"),
              "!")) {
        var refusal = Refusal.of(() -> list(plane, "bob@contoso", Lab.CONSUMER, bad));
        assertEquals("PAGE_TOKEN_INVALID", refusal.reason(), bad);
      }
    }
  }

  /** A list that goes from zone to zone, by the name of the record set that was the last. */
  @Test
  void aTokenThatNamesNoRecordSetOfTheListIsNone() {
    try (var plane = ControlPlane.start(folder)) {
      var zone = Lab.in(plane).zone("contoso.example");
      var records = plane.stub(RecordSetServiceGrpc::newBlockingStub);
      var parent = Lab.CONSUMER + "/providers/Microsoft.Network/privateDnsZones/-";
      var request = ListRecordSetsRequest.newBuilder().setParent(parent);
      var prefix = zone.substring(0, zone.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      assertEquals(1, records.listRecordSets(request.build()).getRecordSetsCount());

      for (var last :
          List.of("x", "subscriptions/s", zone, "subscriptions/s/" + zone + "/A/x", "\u0000")) {
        var made = request.setPageToken(token("recordSet", prefix, last)).build();
        var refusal = Refusal.of(() -> records.listRecordSets(made));
        assertEquals("PAGE_TOKEN_INVALID", refusal.reason(), last);
      }
    }
  }
}
