package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AccessMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody asks for endpoints to one alias after another, to learn which there are. */
class AliasGuessingTest {
  @TempDir Path folder;

  private static Refusal ask(ControlPlane plane, String network, String alias) {
    var connection =
        PrivateLinkServiceConnection.newBuilder().setTarget(alias).setManual(true).build();
    var request =
        CreatePrivateEndpointRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setPrivateEndpointId("guess")
            .setPrivateEndpoint(
                PrivateEndpoint.newBuilder()
                    .setRegion(Lab.REGION)
                    .setSubnet(network + "/subnets/default")
                    .setPrivateLinkServiceConnection(connection))
            .setValidateOnly(true)
            .build();
    return Refusal.of(() ->
        plane
            .stubAs("mallory@contoso", PrivateEndpointServiceGrpc::newBlockingStub)
            .createPrivateEndpoint(request));
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

      for (var guess : guesses) {
        assertNotEquals(alias, guess);
        var refusal = ask(plane, network, guess);
        assertEquals(real.message().replace(alias, guess), refusal.message());
        assertEquals(real.code(), refusal.code());
        assertEquals(real.reason(), refusal.reason());
        assertEquals(real.metadata().keySet(), refusal.metadata().keySet());
      }
      assertFalse(real.message().contains("fabrikam"), real::message);
      assertEquals(
          List.of(),
          real.metadata().values().stream().filter(it -> it.contains("fabrikam")).toList());
    }
  }
}
