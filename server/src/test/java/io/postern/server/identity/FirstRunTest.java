package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.postern.dns.testing.Logged;
import io.postern.server.config.AuthSettings;
import io.postern.server.testing.Refusal;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import io.postern.v1.WhoAmIResponse.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server without configuration: who may call it, and with what. */
class FirstRunTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();

  @TempDir Path folder;

  @Test
  void aTokenOfAnAdministratorIsInAFileThatItsOwnerAloneCanRead() throws Exception {
    try (var log = new Logged("io.postern.server.identity", folder.toString(), "postern_");
        var server = ProvenServer.start(folder)) {
      var file = server.tokenFile();
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
      assertEquals(
          List.of(
              "A token for an administrator is in " + file + ", which its owner alone can read"),
          log.take());

      var me = server.identity(server.administrator()).whoAmI(WHO);
      assertEquals("administrator", me.getPrincipal());
      assertEquals("", me.getTenant());
      assertEquals(Method.METHOD_API_TOKEN, me.getMethod());
      withoutATokenNothingIsAnsweredButWhetherTheServerIsHealthy(server);
    }
  }

  private static void withoutATokenNothingIsAnsweredButWhetherTheServerIsHealthy(
      ProvenServer server) {
    var nobody = server.plane().stub(IdentityServiceGrpc::newBlockingStub);
    var refused = Refusal.of(() -> nobody.whoAmI(WHO));
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    assertEquals("UNAUTHENTICATED", refused.reason());

    var health = server.plane().stub(HealthGrpc::newBlockingStub);
    assertEquals(
        ServingStatus.SERVING, health.check(HealthCheckRequest.getDefaultInstance()).getStatus());
  }

  @Test
  void theTokenIsKeptOverAStartAndMadeAnewWhenItIsGoneOrOver() throws Exception {
    String first;
    try (var server = ProvenServer.start(folder)) {
      first = server.administrator();
    }
    try (var server = ProvenServer.start(folder)) {
      assertEquals(first, server.administrator());
      Files.delete(server.tokenFile());
    }
    try (var server = ProvenServer.start(folder)) {
      assertNotEquals(first, server.administrator());
      // The one before is good until it is revoked.
      assertEquals("administrator", server.identity(first).whoAmI(WHO).getPrincipal());
      server.plane().clock().advance(Duration.ofDays(366));
      assertEquals(
          "CREDENTIAL_EXPIRED",
          Refusal.of(() -> server.identity(server.administrator()).whoAmI(WHO)).reason());
    }
  }

  @Test
  void noTokenIsMadeWhereTheSettingsSayThatThereIsNone() {
    try (var server =
        ProvenServer.start(
            folder,
            it ->
                new AuthSettings(
                    it.mode(),
                    false,
                    it.tokenLifetime(),
                    it.maxTokenLifetime(),
                    it.issuers(),
                    it.certificates()))) {
      assertFalse(Files.exists(server.tokenFile()));
    }
  }
}
