package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.RevokeApiTokenRequest;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: a token is shown once more after it was revoked, and a stream that it opened read on. */
class RevokedTokenTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();

  @TempDir Path folder;

  private static String revoke(ProvenServer server, String name) {
    return server
        .bearer(server.administrator(), ApiTokenServiceGrpc::newBlockingStub)
        .revokeApiToken(RevokeApiTokenRequest.newBuilder().setName(name).build())
        .getRevisionToken();
  }

  @Test
  void aRevokedTokenOpensNothingAndWhatItOpenedEnds() {
    try (var server = ProvenServer.start(folder)) {
      var made = server.make("ci@contoso");
      var watching = server.bearer(made.getSecret(), WatchServiceGrpc::newStub);
      try (var stream = StreamReader.open(watching::watch, WatchRequest.getDefaultInstance())) {
        var _ = stream.next();
        revoke(server, made.getApiToken().getName());
        var ended = Refusal.of(stream.error());
        assertEquals(Status.Code.UNAUTHENTICATED, ended.code());
        assertEquals("CREDENTIAL_REVOKED", ended.reason());
      }
      assertEquals(
          "CREDENTIAL_REVOKED",
          Refusal.of(() -> server.identity(made.getSecret()).whoAmI(WHO)).reason());
      aStreamEndsWhenItsTokenDoes(server);
    }
  }

  /** What looks for that goes by the machine's clock, and sees the test's. */
  private static void aStreamEndsWhenItsTokenDoes(ProvenServer server) {
    var watching = server.bearer(server.make("ci@contoso").getSecret(), WatchServiceGrpc::newStub);
    try (var stream = StreamReader.open(watching::watch, WatchRequest.getDefaultInstance())) {
      var _ = stream.next();
      server.plane().clock().advance(Duration.ofDays(91));
      assertEquals("CREDENTIAL_EXPIRED", Refusal.of(stream.error()).reason());
    }
  }

  /** What another server has revoked is revoked here as soon as this one has that revision. */
  @Test
  void itIsRevokedAtAllServersOfAStore() {
    var url = TestPostgres.url();
    try (var here = ProvenServer.sharing(url, folder.resolve("here"));
        var there = ProvenServer.sharing(url, folder.resolve("there"))) {
      var made = here.make("ci@contoso");
      assertEquals("ci@contoso", there.identity(made.getSecret()).whoAmI(WHO).getPrincipal());
      var watching = there.bearer(made.getSecret(), WatchServiceGrpc::newStub);
      try (var stream = StreamReader.open(watching::watch, WatchRequest.getDefaultInstance())) {
        var _ = stream.next();
        revoke(here, made.getApiToken().getName());
        assertEquals("CREDENTIAL_REVOKED", Refusal.of(stream.error()).reason());
      }
      assertEquals(
          "CREDENTIAL_REVOKED",
          Refusal.of(() -> there.identity(made.getSecret()).whoAmI(WHO)).reason());
    }
  }
}
