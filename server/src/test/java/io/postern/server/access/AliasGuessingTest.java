package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postern.server.kernel.RandomIds;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceBlockingStub;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AccessMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody asks for endpoints to one alias after another, to learn which there are. */
class AliasGuessingTest {
  @TempDir Path folder;

  private static CreatePrivateEndpointRequest request(String network, String alias) {
    var connection =
        PrivateLinkServiceConnection.newBuilder().setAlias(alias).setManual(true).build();
    return CreatePrivateEndpointRequest.newBuilder()
        .setParent(Lab.CONSUMER)
        .setPrivateEndpointId("guess")
        .setPrivateEndpoint(
            PrivateEndpoint.newBuilder()
                .setRegion(Lab.REGION)
                .setSubnet(network + "/subnets/default")
                .setPrivateLinkServiceConnection(connection))
        .setValidateOnly(true)
        .build();
  }

  private static PrivateEndpointServiceBlockingStub guesser(ControlPlane plane) {
    return plane.stubAs("mallory@contoso", PrivateEndpointServiceGrpc::newBlockingStub);
  }

  private static Refusal ask(ControlPlane plane, String network, String alias) {
    return Refusal.of(() -> guesser(plane).createPrivateEndpoint(request(network, alias)));
  }

  @Test
  void aServiceThatIsHiddenAnswersAsOneThatIsNotThere() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var hidden =
          lab.service(
              "web",
              PrivateLinkService.newBuilder().setAccessMode(AccessMode.ACCESS_MODE_RESTRICTED));
      var alias = hidden.getAlias();
      var guesses = new ArrayList<String>();
      for (int i = 0; i < 16; i++) {
        var guid = "%08x-0000-4000-8000-000000000000".formatted(i * 0x1111_1111);
        guesses.add(alias.replaceFirst("\\.[0-9a-f-]{36}\\.", "." + guid + "."));
      }

      var real = ask(plane, network, alias);

      assertEquals("PRIVATE_LINK_SERVICE_ID_NOT_VALID", real.reason());
      for (var guess : guesses) {
        assertNotEquals(alias, guess);
        assertEquals(real, ask(plane, network, guess));
      }
      assertFalse(real.toString().contains("fabrikam"), real::toString);
    }
  }

  /** So that the refusals above are for what is hidden, and not for the way it was asked for. */
  @Test
  void aServiceThatIsShownIsFoundByTheSameRequest() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var shown = lab.service("web", PrivateLinkService.newBuilder());

      var found = guesser(plane).createPrivateEndpoint(request(network, shown.getAlias()));

      assertFalse(found.toString().contains("fabrikam"), found::toString);
    }
  }

  @Test
  void theRandomPartOfAnAliasIsNeverTheSame() {
    try (var plane = ControlPlane.start(folder, settings -> settings, new RandomIds())) {
      var lab = Lab.in(plane);
      var guids = new HashSet<String>();
      for (int i = 0; i < 3; i++) {
        var alias = lab.service("web" + i, PrivateLinkService.newBuilder()).getAlias();
        var guid = UUID.fromString(alias.split("\\.")[1]);
        assertEquals(4, guid.version(), "122 random bits (RFC 9562 section 5.4)");
        guids.add(guid.toString());
      }
      assertEquals(3, guids.size());
    }
  }
}
