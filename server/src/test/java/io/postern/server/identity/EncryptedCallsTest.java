package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Logged;
import io.postern.dns.testing.NeedsProgram;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.CertificateIdentity;
import io.postern.server.config.DnsTlsSettings.ClientCertificates;
import io.postern.server.config.GrpcTlsSettings;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.DnsNodeServiceGrpc;
import io.postern.v1.FollowIndexRequest;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import io.postern.v1.WhoAmIResponse;
import io.postern.v1.WhoAmIResponse.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS: whom the server shows itself to be, and whom a client's certificate makes it. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class EncryptedCallsTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();
  private static final String NODE = "spiffe://contoso.example/node/rack7";

  /** Good by the machine's clock and by the one of the test. */
  private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");

  private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");

  @TempDir private static Path issuing;
  private static Authority authority;
  private static Issued server;
  private static Issued node;
  private static Issued administrator;
  private static Issued nobody;
  private static Issued expired;
  private static Issued foreign;

  private static final List<ManagedChannel> CHANNELS = new CopyOnWriteArrayList<>();
  private static ControlPlane plane;
  private static String network;

  @BeforeAll
  static void issue() {
    authority = Authority.in(issuing.resolve("authority"));
    server = authority.issue(FROM, UNTIL, "server", "IP:127.0.0.1");
    node = authority.issue(FROM, UNTIL, "node", "URI:" + NODE);
    administrator = authority.issue(FROM, UNTIL, "operator");
    nobody = authority.issue(FROM, UNTIL, "nobody", "email:nobody@contoso.example");
    expired = authority.issue(FROM, FROM.plus(Duration.ofDays(1)), "machine-8", "URI:" + NODE);
    foreign =
        Authority.in(issuing.resolve("foreign")).issue(FROM, UNTIL, "machine-9", "URI:" + NODE);
    network = Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/vnet-a";
    plane = start();
  }

  private static ControlPlane start() {
    var known =
        List.of(
            new CertificateIdentity(
                NODE,
                "rack7@contoso",
                List.of("Microsoft.Network/virtualNetworks/join/action"),
                List.of(network)),
            new CertificateIdentity("operator", "administrator", List.of(), List.of()));
    var tls =
        GrpcTlsSettings.of(server.certificate(), server.key())
            .withClients(ClientCertificates.OPTIONAL, authority.certificate());
    return ControlPlane.start(
        issuing.resolve("data"),
        it -> it.with(AuthSettings.DEFAULT.withCertificates(known)).with(it.grpc().withTls(tls)));
  }

  @AfterAll
  static void stop() {
    CHANNELS.forEach(ManagedChannel::shutdownNow);
    plane.close();
  }

  private static ManagedChannel channel(ChannelCredentials credentials) {
    var address = plane.server().grpcAddress();
    var channel = Grpc.newChannelBuilder("127.0.0.1:" + address.getPort(), credentials).build();
    CHANNELS.add(channel);
    return channel;
  }

  private static TlsChannelCredentials.Builder trusting() throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(authority.certificate().toFile());
  }

  private static ManagedChannel as(Issued client) throws IOException {
    return channel(
        trusting().keyManager(client.certificate().toFile(), client.key().toFile()).build());
  }

  private static WhoAmIResponse who(ManagedChannel channel) {
    return IdentityServiceGrpc.newBlockingStub(channel).whoAmI(WHO);
  }

  @Test
  void aCertificateSaysWhoCalls() throws Exception {
    var me = who(as(node));
    assertEquals("rack7@contoso", me.getPrincipal());
    assertEquals("contoso", me.getTenant());
    assertEquals(Method.METHOD_CLIENT_CERTIFICATE, me.getMethod());
    assertEquals(NODE, me.getCredential());
    assertEquals(List.of(network), me.getVirtualNetworksList());
    assertEquals("", who(as(administrator)).getTenant());
  }

  @Test
  void withoutOneOrWithOneThatIsNotListedNobodyIsKnown() throws Exception {
    for (var channel : List.of(channel(trusting().build()), as(nobody)))
      assertEquals(Status.Code.UNAUTHENTICATED, Refusal.of(() -> who(channel)).code());
  }

  @Test
  void whoCallsInTheClearGetsNoAnswer() {
    var refused =
        assertThrows(
            StatusRuntimeException.class, () -> who(channel(InsecureChannelCredentials.create())));
    assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
  }

  @Test
  void anExpiredCertificateIsRefusedWithALineInTheLogAndAForeignOneProvesNothing()
      throws Exception {
    try (var log = new Logged("io.postern.dns.tls", "CN=machine-8")) {
      assertEquals(
          Status.Code.UNAVAILABLE,
          assertThrows(StatusRuntimeException.class, () -> who(as(expired))).getStatus().getCode());
      var line = log.take().getFirst();
      assertTrue(
          line.contains("CN=machine-8") && line.contains("has expired, on 2025-01-02"), line);
    }
    // The server names its authorities, and a client shows no certificate that is of none of them.
    assertEquals(Status.Code.UNAUTHENTICATED, Refusal.of(() -> who(as(foreign))).code());
  }

  @Test
  void aNodeIsSentTheNetworksOfItsCertificateAndNoOthers() throws Exception {
    var lab = Lab.in(as(administrator));
    assertEquals(network, lab.network("vnet-a", "10.1.0.0/16"));
    var other = lab.network("vnet-b", "10.2.0.0/16");
    var nodes = DnsNodeServiceGrpc.newBlockingStub(as(node));
    var request = FollowIndexRequest.newBuilder().setNode("rack7");
    assertTrue(
        nodes
                .followIndex(request.clone().addVirtualNetworks(network).build())
                .next()
                .getStore()
                .length()
            > 0);
    for (var wanted :
        List.of(
            request.clone().addVirtualNetworks(other),
            request.clone().addVirtualNetworks(network).addVirtualNetworks(other),
            request.clone()))
      assertEquals(
          Status.Code.PERMISSION_DENIED,
          Refusal.of(() -> nodes.followIndex(wanted.build()).next()).code());
  }
}
