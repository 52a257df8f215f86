package io.postern.cli.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.NeedsProgram;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.CertificateIdentity;
import io.postern.server.config.DnsTlsSettings.ClientCertificates;
import io.postern.server.config.GrpcTlsSettings;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node as it is run across a network that nobody trusts: it proves who it is by a certificate or
 * a token, over TLS, and gets the networks that this is good for.
 */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class EncryptedNodeTest {
  private static final String NODE = "spiffe://contoso.example/node/rack7";
  private static final String MINE =
      Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/mine";

  /** Good by the machine's clock and by the one of the test. */
  private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");

  private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");

  @TempDir private Path folder;
  private Authority authority;
  private Issued node;
  private ControlPlane plane;
  private ManagedChannel channel;
  private Lab lab;
  private String other;

  @BeforeEach
  void start() throws Exception {
    authority = Authority.in(folder.resolve("authority"));
    var server = authority.issue(FROM, UNTIL, "server", "IP:127.0.0.1");
    var operator = authority.issue(FROM, UNTIL, "operator");
    node = authority.issue(FROM, UNTIL, "node", "URI:" + NODE);
    var known =
        List.of(
            new CertificateIdentity(NODE, "rack7@contoso", List.of(), List.of(MINE)),
            new CertificateIdentity("operator", "administrator", List.of(), List.of()));
    var tls =
        GrpcTlsSettings.of(server.certificate(), server.key())
            .withClients(ClientCertificates.OPTIONAL, authority.certificate());
    plane =
        ControlPlane.start(
            folder.resolve("data"),
            it ->
                it.with(AuthSettings.DEFAULT.withCertificates(known)).with(it.grpc().withTls(tls)));
    channel =
        Grpc.newChannelBuilder(
                address(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(authority.certificate().toFile())
                    .keyManager(operator.certificate().toFile(), operator.key().toFile())
                    .build())
            .build();
    lab = Lab.in(channel);
    assertEquals(MINE, lab.network("mine", "10.1.0.0/16"));
    other = lab.network("other", "10.2.0.0/16");
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    plane.close();
  }

  private String address() {
    return "127.0.0.1:" + plane.server().grpcAddress().getPort();
  }

  private void approved() {
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, MINE, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var endpoint = lab.endpoint("pe1", Lab.wanted(MINE, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
  }

  @Test
  void aCertificateIsGoodForTheNetworkOfItsIdentity() throws Exception {
    approved();
    var process =
        NodeProcess.start(
            folder.resolve("node"),
            address(),
            MINE,
            "--tls-ca",
            authority.certificate().toString(),
            "--tls-cert",
            node.certificate().toString(),
            "--tls-key",
            node.key().toString());
    try {
      var answer = process.ask("acct1.blob.core.windows.net", "A").answers().getLast();
      assertTrue(answer.contains(" 10.1."), answer);
    } finally {
      process.kill();
    }
  }

  @Test
  void aTokenIsGoodForNoOtherNetworkThanItsOwn() throws Exception {
    var made =
        ApiTokenServiceGrpc.newBlockingStub(channel)
            .createApiToken(
                CreateApiTokenRequest.newBuilder()
                    .setApiToken(
                        ApiToken.newBuilder()
                            .setPrincipal("rack7@contoso")
                            .addVirtualNetworks(MINE))
                    .build());
    var file = Files.writeString(folder.resolve("token"), made.getSecret());
    var refusal =
        NodeProcess.refusal(
            folder.resolve("node"),
            address(),
            other,
            "--tls-ca",
            authority.certificate().toString(),
            "--token-file",
            file.toString());
    assertTrue(refusal.contains(other), refusal);
  }
}
