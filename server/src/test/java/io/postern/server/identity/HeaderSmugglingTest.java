package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack: headers that a proxy and the server might read in two ways, or that claim too much. */
class HeaderSmugglingTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();
  private static final String AUTHORIZATION = "authorization";

  @TempDir private static Path folder;
  private static ProvenServer server;
  private static String alice;

  @BeforeAll
  static void start() {
    server = ProvenServer.start(folder);
    alice = "Bearer " + server.make("alice@contoso").getSecret();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Refusal refused(String... headers) {
    return Refusal.of(() -> server.with(IdentityServiceGrpc::newBlockingStub, headers).whoAmI(WHO));
  }

  @Test
  void twoTokensProveNothing() {
    var refused = refused(AUTHORIZATION, alice, AUTHORIZATION, "Bearer " + server.administrator());
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    assertEquals("UNAUTHENTICATED", refused.reason());
    assertEquals(
        Status.Code.UNAUTHENTICATED, refused(AUTHORIZATION, alice, AUTHORIZATION, alice).code());
  }

  @Test
  void aCallerCannotNameSomebodyElse() {
    for (var other : new String[] {"bob@contoso", "alice@fabrikam", "administrator@contoso"}) {
      var refused = refused(AUTHORIZATION, alice, "postern-principal", other);
      assertEquals(Status.Code.PERMISSION_DENIED, refused.code(), other);
      assertEquals("AUTHORIZATION_FAILED", refused.reason());
    }
    assertEquals(Status.Code.UNAUTHENTICATED, refused("postern-principal", "alice@contoso").code());
    assertEquals(
        Status.Code.UNAUTHENTICATED,
        refused(
                AUTHORIZATION,
                alice,
                "postern-principal",
                "alice@contoso",
                "postern-principal",
                "bob@contoso")
            .code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic YWRtaW5pc3RyYXRvcjo=",
        "Bearer",
        "Bearer ",
        "Bearer postern_",
        "Bearer postern_aaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "Bearer ' OR 1=1 --",
        "Bearer a.b.c"
      })
  void whatIsNoTokenIsMalformedAndNotRepeated(String header) {
    var refused = refused(AUTHORIZATION, header);
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    assertEquals("CREDENTIAL_MALFORMED", refused.reason());
    assertTrue(!refused.message().contains("OR 1=1"), refused.message());
  }

  @Test
  void oneLetterThatIsWrongIsATypingErrorAndNoOtherToken() {
    var last = alice.charAt(alice.length() - 20) == 'a' ? "b" : "a";
    var mistyped =
        alice.substring(0, alice.length() - 20) + last + alice.substring(alice.length() - 19);
    assertEquals("CREDENTIAL_MALFORMED", refused(AUTHORIZATION, mistyped).reason());
  }
}
