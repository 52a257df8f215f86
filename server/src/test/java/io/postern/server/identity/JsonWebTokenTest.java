package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Status;
import io.postern.server.config.IssuerSettings;
import io.postern.server.testing.Refusal;
import io.postern.v1.WhoAmIRequest;
import io.postern.v1.WhoAmIResponse;
import io.postern.v1.WhoAmIResponse.Method;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: JSON Web Tokens that are forged, meant for others, or out of time; and good ones. */
class JsonWebTokenTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();
  private static final String ISSUER = "https://login.contoso.example";

  private static RSAKey rsa;
  private static ECKey ec;
  private static ECKey strange;
  private static KeyPair edwards;

  @TempDir private static Path folder;
  private static Path keys;
  private static ProvenServer server;
  private Instant now;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    strange = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    keys = folder.resolve("keys.json");
    server = start();
  }

  @BeforeEach
  void publishKeys() throws IOException {
    publish(rsa, ec, edwardsKey());
    // Old enough to be read again.
    server.plane().clock().advance(Duration.ofMinutes(1));
    now = server.plane().clock().instant();
  }

  private static ProvenServer start() {
    var issuer =
        new IssuerSettings(
            ISSUER,
            List.of("postern"),
            keys.toString(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of("contoso"),
            Optional.of("roles"),
            Optional.of("postern-admin"));
    return ProvenServer.start(folder, it -> it.withIssuers(List.of(issuer)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void publish(JWK... published) throws IOException {
    var next = folder.resolve("keys.next");
    Files.writeString(next, new JWKSet(List.of(published)).toString());
    Files.move(next, keys, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The 32 octets stand at the end of the key as the JDK encodes it (RFC 8410 section 4). */
  private static OctetKeyPair edwardsKey() {
    var encoded = edwards.getPublic().getEncoded();
    var octets = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(octets)).keyID("ed").build();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("postern")
        .subject("alice")
        .claim("tenant", "contoso")
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
  }

  private static String signed(
      JWSAlgorithm algorithm, String kid, JWSSigner by, JWTClaimsSet claims) throws JOSEException {
    var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
    token.sign(by);
    return token.serialize();
  }

  private static String byEc(JWTClaimsSet claims) throws JOSEException {
    return signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims);
  }

  private WhoAmIResponse who(String token) {
    return server.identity(token).whoAmI(WHO);
  }

  private Refusal refused(String token) {
    var refused = Refusal.of(() -> who(token));
    assertEquals(Status.Code.UNAUTHENTICATED, refused.code());
    return refused;
  }

  private void assertRefused(String why, String token) {
    assertEquals("The JSON Web Token " + why + ".", refused(token).message());
  }

  @Test
  void aGoodTokenIsTakenByEachAlgorithm() throws Exception {
    var claims = claims().build();
    for (var token :
        List.of(
            byEc(claims),
            signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa), claims),
            signed(JWSAlgorithm.PS256, "rsa", new RSASSASigner(rsa), claims),
            byEdwards(claims))) {
      var me = who(token);
      assertEquals("alice@contoso", me.getPrincipal());
      assertEquals("contoso", me.getTenant());
      assertEquals(Method.METHOD_JSON_WEB_TOKEN, me.getMethod());
      assertEquals(ISSUER, me.getCredential());
    }
  }

  private static String byEdwards(JWTClaimsSet claims) throws GeneralSecurityException {
    var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build();
    var input = header.toBase64URL() + "." + claims.toPayload().toBase64URL();
    var signing = Signature.getInstance("Ed25519");
    signing.initSign(edwards.getPrivate());
    signing.update(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64URL.encode(signing.sign());
  }

  @Test
  void aClaimMakesAnAdministratorAndANameCannotLookLikeAnother() throws Exception {
    var claims = claims().claim("roles", List.of("reader", "postern-admin")).build();
    assertEquals("", who(byEc(claims)).getTenant());
    var mail = claims().subject("bob@fabrikam").build();
    assertEquals("bob%40fabrikam@contoso", who(byEc(mail)).getPrincipal());
    assertRefused(
        "is for a tenant that its issuer does not speak for",
        byEc(claims().claim("tenant", "fabrikam").build()));
    assertRefused(
        "has no usable tenant in its claim 'tenant'", byEc(claims().claim("tenant", null).build()));
  }

  @Test
  void whatIsNotSignedIsNoToken() {
    var plain = new PlainJWT(claims().claim("roles", "postern-admin").build()).serialize();
    assertEquals("CREDENTIAL_MALFORMED", refused(plain).reason());
  }

  /** The public key of the issuer, which everybody has, as if it were a shared secret. */
  @Test
  void aPublicKeyIsNoSharedSecret() throws Exception {
    var text = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    for (var secret : List.of(text, rsa.toRSAPublicKey().getEncoded()))
      assertRefused(
          "is signed by 'HS256', which is none of RS256, PS256, ES256, EdDSA",
          signed(JWSAlgorithm.HS256, "rsa", new MACSigner(secret), claims().build()));
  }

  @Test
  void anotherKeyOfTheSameNameAndAChangedBodyAreNotTheIssuers() throws Exception {
    var claims = claims().build();
    assertRefused(
        "is signed with none of the issuer's keys",
        signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(strange), claims));
    var parts = byEc(claims).split("\\.");
    var other = claims().claim("roles", "postern-admin").build().toPayload().toBase64URL();
    assertRefused(
        "is signed with none of the issuer's keys", parts[0] + "." + other + "." + parts[2]);
    // The key that a token brings along itself.
    var own =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(strange.toPublicJWK()).build(), claims);
    own.sign(new ECDSASigner(strange));
    assertRefused("is signed with none of the issuer's keys", own.serialize());
    // The header says one algorithm, the key is for another.
    assertRefused(
        "is signed with none of the issuer's keys",
        signed(JWSAlgorithm.RS256, "ec", new RSASSASigner(rsa), claims));
  }

  @Test
  void aTokenForOthersOrOfOthersIsRefused() throws Exception {
    assertRefused(
        "is for billing and not for this server", byEc(claims().audience("billing").build()));
    assertRefused(
        "is for nobody and not for this server", byEc(claims().audience((String) null).build()));
    assertRefused(
        "is of an issuer that is not in auth.issuers",
        byEc(claims().issuer("https://elsewhere.example").build()));
  }

  @Test
  void aTokenHasItsTimeWithAMinuteToSpare() throws Exception {
    assertRefused("says not when it expires", byEc(claims().expirationTime(null).build()));
    assertEquals("CREDENTIAL_EXPIRED", refused(byEc(until(now.minusSeconds(60)))).reason());
    assertEquals("alice@contoso", who(byEc(until(now.minusSeconds(59)))).getPrincipal());
    var from = now.plusSeconds(61);
    assertRefused(
        "is not good before " + from, byEc(claims().notBeforeTime(Date.from(from)).build()));
    assertEquals(
        "alice@contoso",
        who(byEc(claims().notBeforeTime(Date.from(now.plusSeconds(60))).build())).getPrincipal());
  }

  private JWTClaimsSet until(Instant end) {
    return claims().expirationTime(Date.from(end)).build();
  }

  @Test
  void keysThatTheIssuerRotatesAreReadAgain() throws Exception {
    var next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
    var token = signed(JWSAlgorithm.ES256, "next", new ECDSASigner(next), claims().build());
    assertRefused("is signed with none of the issuer's keys", token);
    publish(next.toPublicJWK());
    // Asked again at once, a server would read as often as somebody makes up key ids.
    assertRefused("is signed with none of the issuer's keys", token);
    server.plane().clock().advance(Duration.ofSeconds(1));
    assertEquals("alice@contoso", who(token).getPrincipal());

    Files.writeString(keys, "no longer JSON");
    server.plane().clock().advance(Duration.ofSeconds(10));
    assertEquals("alice@contoso", who(token).getPrincipal());
  }
}
