package io.postern.server.reach.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;
import io.postern.server.reach.model.Decision.Verdict;
import io.postern.server.reach.model.Finding.Outcome;
import io.postern.server.reach.model.Finding.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is reached from public addresses (Rules §15.8). */
class PublicAccessStepTest {
  private static final String STORAGE = "Microsoft.Storage/storageAccounts";

  @Test
  void aResourceThatTakesPublicConnectionsIsReached() {
    assertEquals(Verdict.ALLOWED, decide(STORAGE, "", PublicNetworkAccess.ENABLED, false));
  }

  @Test
  void aResourceWithPublicNetworkAccessOffIsNotReached() {
    assertEquals(Verdict.DENIED, decide(STORAGE, "", PublicNetworkAccess.DISABLED, false));
  }

  @Test
  void aPrivateEndpointDoesNotCloseThePublicSideByItself() {
    assertEquals(Verdict.ALLOWED, decide(STORAGE, "", PublicNetworkAccess.ENABLED, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "functionapp"})
  void aPrivateEndpointClosesThePublicSideOfAppServiceAndFunctions(String kind) {
    var sites = "Microsoft.Web/sites";

    assertEquals(Verdict.DENIED, decide(sites, kind, PublicNetworkAccess.ENABLED, true));
    assertEquals(Verdict.ALLOWED, decide(sites, kind, PublicNetworkAccess.ENABLED, false));
  }

  @Test
  void aPublicAddressOfNobodyKnownIsReached() {
    var destination = new Destination.Public(Optional.empty(), false, Scene.at("198.51.100.7"));
    var decision = new Scene().decideTo(destination);

    assertEquals(Verdict.ALLOWED, decision.verdict());
    assertEquals(Outcome.NOT_APPLICABLE, Scene.step(decision, Step.PUBLIC_ACCESS).outcome());
  }

  private static Verdict decide(
      String type, String kind, PublicNetworkAccess access, boolean endpointApproved) {
    var resource =
        new PrivateLinkResource(
            ResourceName.of("subscriptions/f/resourceGroups/g/providers/" + type + "/a"),
            Meta.NEW,
            type,
            kind,
            "eastus",
            List.of(),
            Map.of(),
            access,
            List.of(),
            List.of(),
            ConnectionPolicy.NONE,
            List.of(),
            Map.of());
    var destination =
        new Destination.Public(Optional.of(resource), endpointApproved, Scene.at("203.0.113.161"));
    return new Scene().decideTo(destination).verdict();
  }
}
