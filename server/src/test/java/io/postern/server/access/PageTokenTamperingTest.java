package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.ListVirtualNetworksResponse;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
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
              token("subnet", Lab.CONSUMER.toLowerCase(java.util.Locale.ROOT) + "/", "x"),
              token("virtualNetwork", "", "x"),
              token("virtualNetwork", "x"),
              "!")) {
        var refusal = Refusal.of(() -> list(plane, "bob@contoso", Lab.CONSUMER, bad));
        assertEquals("PAGE_TOKEN_INVALID", refusal.reason(), bad);
      }
    }
  }
}
