package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.postern.server.rpc.Protos;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.ApiTokenServiceGrpc.ApiTokenServiceBlockingStub;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateApiTokenResponse;
import io.postern.v1.GetApiTokenRequest;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.ListApiTokensRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.RevokeApiTokenRequest;
import io.postern.v1.RotateApiTokenRequest;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of API tokens, and what tokens are good for. */
class ApiTokensTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();

  @TempDir private static Path folder;
  private static ProvenServer server;

  @BeforeAll
  static void start() {
    server = ProvenServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private ApiTokenServiceBlockingStub tokens(String bearer) {
    return server.bearer(bearer, ApiTokenServiceGrpc::newBlockingStub);
  }

  private ApiTokenServiceBlockingStub administrator() {
    return tokens(server.administrator());
  }

  private static CreateApiTokenRequest create(ApiToken.Builder token) {
    return CreateApiTokenRequest.newBuilder().setApiToken(token).build();
  }

  private Refusal refused(String bearer) {
    return Refusal.of(() -> server.identity(bearer).whoAmI(WHO));
  }

  @Test
  void aTokenActsForItsPrincipalForNinetyDays() {
    var made = server.make("ci@contoso");
    assertTrue(made.getSecret().matches("postern_[a-z2-7]{12}_[a-z2-7]{59}"), "its form");
    assertEquals("administrator", made.getApiToken().getCreator());

    var me = server.identity(made.getSecret()).whoAmI(WHO);
    assertEquals("ci@contoso", me.getPrincipal());
    assertEquals("contoso", me.getTenant());
    assertEquals(made.getApiToken().getName(), me.getCredential());
    assertEquals(
        Protos.timestamp(server.plane().clock().instant().plus(java.time.Duration.ofDays(90))),
        me.getExpireTime());

    server.plane().clock().advance(java.time.Duration.ofDays(90));
    var refused = refused(made.getSecret());
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    assertEquals("CREDENTIAL_EXPIRED", refused.reason());
    assertEquals(made.getApiToken().getName(), refused.metadata().get("credential"));
  }

  @Test
  void aTokenDoesWhatItsActionsSayAndNothingElse() {
    var _ = Lab.in(server.channelAs(server.administrator()));
    var reader =
        server
            .make(
                ApiToken.newBuilder()
                    .setPrincipal("ci@contoso")
                    .addActions("Microsoft.Network/*/read")
                    .addActions("!Microsoft.Network/privateEndpoints/*"))
            .getSecret();
    var networks = server.bearer(reader, VirtualNetworkServiceGrpc::newBlockingStub);
    var list = ListVirtualNetworksRequest.newBuilder().setParent(Lab.CONSUMER).build();
    assertEquals(0, networks.listVirtualNetworks(list).getVirtualNetworksCount());
    assertEquals(
        List.of("microsoft.network/*/read", "!microsoft.network/privateendpoints/*"),
        server.identity(reader).whoAmI(WHO).getActionsList());
    var refused = Refusal.of(() -> tokens(reader).createApiToken(create(ApiToken.newBuilder())));
    assertEquals(Status.Code.PERMISSION_DENIED, refused.code());
    assertEquals("Postern/apiTokens/write", refused.metadata().get("action"));
  }

  @Test
  void nobodyMakesATokenWithMoreThanItHasItself() {
    var alice = server.make("alice@contoso").getSecret();
    assertEquals(
        "alice@contoso",
        tokens(alice).createApiToken(create(ApiToken.newBuilder())).getApiToken().getPrincipal());
    for (var other : List.of("bob@contoso", "alice@fabrikam", "administrator"))
      assertEquals(
          Status.Code.PERMISSION_DENIED,
          Refusal.of(() ->
                  tokens(alice).createApiToken(create(ApiToken.newBuilder().setPrincipal(other))))
              .code());

    var limited =
        server
            .make(
                ApiToken.newBuilder()
                    .setPrincipal("alice@contoso")
                    .addActions("Postern/*")
                    .addActions("!Postern/backups/*"))
            .getSecret();
    assertEquals(
        Status.Code.PERMISSION_DENIED,
        Refusal.of(() -> tokens(limited).createApiToken(create(ApiToken.newBuilder()))).code());
    var narrower =
        ApiToken.newBuilder().addActions("Postern/apiTokens/read").addActions("!Postern/backups/*");
    assertEquals(
        List.of("postern/apitokens/read", "!postern/backups/*"),
        tokens(limited).createApiToken(create(narrower)).getApiToken().getActionsList());
  }

  @Test
  void oneSeesItsOwnTokensAndAnAdministratorAll() {
    var alice = server.make("anna@contoso");
    var bob = server.make("bob@contoso");
    var all = ListApiTokensRequest.getDefaultInstance();
    assertTrue(
        administrator()
            .listApiTokens(all)
            .getApiTokensList()
            .containsAll(List.of(alice.getApiToken(), bob.getApiToken())));
    assertEquals(
        List.of(alice.getApiToken().getName()),
        tokens(alice.getSecret()).listApiTokens(all).getApiTokensList().stream()
            .map(ApiToken::getName)
            .toList());
    var strange = bob.getApiToken().getName();
    var get = GetApiTokenRequest.newBuilder().setName(strange).build();
    assertEquals(
        Status.Code.NOT_FOUND, Refusal.of(() -> tokens(alice.getSecret()).getApiToken(get)).code());
    var revoke = RevokeApiTokenRequest.newBuilder().setName(strange).build();
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> tokens(alice.getSecret()).revokeApiToken(revoke)).code());
    assertEquals(strange, administrator().getApiToken(get).getApiToken().getName());
  }

  @Test
  void aRotatedTokenHasTwoSecretsForAWhile() {
    var made = server.make("ci@contoso");
    var rotate =
        RotateApiTokenRequest.newBuilder()
            .setName(made.getApiToken().getName())
            .setOverlap(Duration.newBuilder().setSeconds(3600))
            .build();
    var rotated = tokens(made.getSecret()).rotateApiToken(rotate);
    assertNotEquals(made.getSecret(), rotated.getSecret());
    assertTrue(rotated.getApiToken().hasPreviousExpireTime());
    for (var secret : List.of(made.getSecret(), rotated.getSecret()))
      assertEquals("ci@contoso", server.identity(secret).whoAmI(WHO).getPrincipal());

    server.plane().clock().advance(java.time.Duration.ofHours(1));
    assertEquals("CREDENTIAL_REVOKED", refused(made.getSecret()).reason());
    assertEquals("ci@contoso", server.identity(rotated.getSecret()).whoAmI(WHO).getPrincipal());

    var atOnce = rotate.toBuilder().clearOverlap().build();
    var last = tokens(rotated.getSecret()).rotateApiToken(atOnce).getSecret();
    assertEquals("CREDENTIAL_REVOKED", refused(rotated.getSecret()).reason());
    assertEquals("ci@contoso", server.identity(last).whoAmI(WHO).getPrincipal());
  }

  @Test
  void aRepeatedRequestIsAnsweredWithoutTheSecret() {
    var request =
        create(ApiToken.newBuilder().setPrincipal("ci@contoso")).toBuilder()
            .setRequestId("once")
            .build();
    var first = administrator().createApiToken(request);
    var again = administrator().createApiToken(request);
    assertEquals(first.getApiToken(), again.getApiToken());
    assertFalse(first.getSecret().isEmpty());
    assertEquals("", again.getSecret());
    var plan =
        administrator()
            .createApiToken(request.toBuilder().clearRequestId().setValidateOnly(true).build());
    assertEquals("", plan.getSecret());
  }

  @Test
  void whatATokenCannotBeIsRefusedWithItsField() {
    assertEquals(
        List.of("api_token.lifetime"),
        fields(ApiToken.newBuilder().setLifetime(seconds(366 * 86400))));
    assertEquals(
        List.of("api_token.lifetime"), fields(ApiToken.newBuilder().setLifetime(seconds(-1))));
    assertEquals(List.of("api_token.principal"), fields(ApiToken.newBuilder().setPrincipal("ci")));
    assertEquals(List.of("api_token.actions"), fields(ApiToken.newBuilder().addActions("a b")));
    assertEquals(
        List.of("api_token.virtual_networks"),
        fields(ApiToken.newBuilder().addVirtualNetworks("vnet-a")));
    assertEquals(
        List.of("api_token.description"),
        fields(ApiToken.newBuilder().setDescription("x".repeat(257))));
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private List<String> fields(ApiToken.Builder token) {
    var refused = Refusal.of(() -> administrator().createApiToken(create(token)));
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    return refused.fields();
  }

  @Test
  void whenATokenWasUsedIsKeptToAMinute() {
    CreateApiTokenResponse made = server.make("ci@contoso");
    var get = GetApiTokenRequest.newBuilder().setName(made.getApiToken().getName()).build();
    assertFalse(administrator().getApiToken(get).getApiToken().hasLastUsedTime());
    var used = Protos.timestamp(server.plane().clock().instant());
    assertEquals("ci@contoso", server.identity(made.getSecret()).whoAmI(WHO).getPrincipal());
    // Written down each second, by the machine's clock.
    ApiToken token;
    do token = administrator().getApiToken(get).getApiToken();
    while (!token.hasLastUsedTime());
    assertEquals(used, token.getLastUsedTime());
  }

  @Test
  void anAdministratorActsAsSomebodyElseAndNobodyElseDoes() {
    var acting =
        server
            .with(
                IdentityServiceGrpc::newBlockingStub,
                "authorization",
                "Bearer " + server.administrator(),
                "postern-principal",
                "alice@contoso")
            .whoAmI(WHO);
    assertEquals("alice@contoso", acting.getPrincipal());
    assertEquals("contoso", acting.getTenant());
    assertEquals("administrator", acting.getActingAdministrator());
  }
}
