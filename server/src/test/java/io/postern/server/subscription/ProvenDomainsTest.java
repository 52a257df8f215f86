package io.postern.server.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.RuleSettings;
import io.postern.server.config.RuleSettings.ProvenDomains;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.UpstreamAddress;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ForgetDomainRequest;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResource.PublicName;
import io.postern.v1.PrivateLinkResource.PublicRecord;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.ProvenDomain;
import io.postern.v1.RecordType;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.VerifyDomainRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names outside the catalogue, with the rule switched on and a real NSD as the public DNS. */
class ProvenDomainsTest {
  private static final String STORAGE = "Microsoft.Storage/storageAccounts";
  private static final String OWNER = "subscriptions/fabrikam";

  @TempDir private Path folder;
  @TempDir private Path publicDns;
  private ControlPlane plane;
  private Lab lab;

  private void start(InetSocketAddress... upstreams) {
    plane = ControlPlane.start(folder, settings -> required(settings, List.of(upstreams)));
    lab = Lab.of(plane);
  }

  private static ServerSettings required(
      ServerSettings settings, List<InetSocketAddress> upstreams) {
    var dns = settings.dns();
    return settings
        .with(new RuleSettings(ProvenDomains.REQUIRED, true))
        .with(
            new DnsServerSettings(
                dns.listeners(),
                upstreams.stream().map(UpstreamAddress::plain).toList(),
                dns.upstreamTimeout(),
                dns.refuseUnknownClients(),
                dns.publicRecursion()));
  }

  /** A server with both subscriptions, none of which has proven anything. */
  @BeforeEach
  void startNew() {
    start();
    lab.subscription("contoso");
    lab.subscription("fabrikam");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  void aDomainIsProvenByItsTxtRecordAndThenHasNames() throws IOException {
    var token = get(OWNER).getDomainToken();
    var unproven = Refusal.of(() -> storage("acct1", "data.example.net"));
    assertEquals("PUBLIC_NAME_NOT_PROVEN", unproven.reason());
    assertEquals(Status.Code.FAILED_PRECONDITION, unproven.code());
    assertEquals(
        Map.of(
            "fqdn", "data.example.net",
            "domain", "example.net",
            "record", "_postern-challenge.example.net",
            "value", token),
        unproven.metadata());
    plane.close();

    try (var nsd = nsd(token)) {
      start(nsd.address());
      var proven = verify(OWNER, "Example.NET.");

      assertEquals(
          List.of("example.net"),
          proven.getProvenDomainsList().stream().map(ProvenDomain::getDomain).toList());
      storage("acct1", "data.example.net");
      assertTrue(
          lab.ask("", "data.example.net", "A").endsWith("A 203.0.113.7"),
          () -> lab.ask("", "data.example.net", "A"));
    }
  }

  @Test
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  void theRecordOfAnotherSubscriptionOrNoneProvesNothing() throws IOException {
    var token = get("subscriptions/contoso").getDomainToken();
    plane.close();

    try (var nsd = nsd(token)) {
      start(nsd.address());
      for (var domain : List.of("example.net", "missing.example.net")) {
        var refused = Refusal.of(() -> verify(OWNER, domain));
        assertEquals("PUBLIC_NAME_NOT_PROVEN", refused.reason());
        assertEquals("_postern-challenge." + domain, refused.metadata().get("record"));
        assertEquals(get(OWNER).getDomainToken(), refused.metadata().get("value"));
      }
      assertEquals(0, get(OWNER).getProvenDomainsCount());
    }
  }

  /** What a tenant writes into a zone of its own is no proof: anyone can have any zone. */
  @Test
  void aPrivateZoneProvesNothing() {
    lab.zone("example.net");

    var refused = Refusal.of(() -> verify(OWNER, "example.net"));

    assertEquals("PUBLIC_NAME_NOT_PROVEN", refused.reason());
    assertTrue(refused.message().contains("administrator"), refused.message());
  }

  @Test
  void anAdministratorVouchesWithoutDnsAndNobodyElseDoes() {
    var request = request(OWNER, "example.net").setVouch(true).build();
    var owner = plane.stubAs("bob@fabrikam", SubscriptionServiceGrpc::newBlockingStub);
    var stranger = plane.stubAs("eve@contoso", SubscriptionServiceGrpc::newBlockingStub);

    assertEquals("AUTHORIZATION_FAILED", Refusal.of(() -> owner.verifyDomain(request)).reason());
    assertEquals("RESOURCE_NOT_FOUND", Refusal.of(() -> stranger.verifyDomain(request)).reason());
    var vouched =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .verifyDomain(request)
            .getSubscription()
            .getProvenDomains(0);

    assertTrue(vouched.getVouched());
    storage("acct1", "deep.below.example.net");
    assertEquals(
        "PUBLIC_NAME_NOT_PROVEN", Refusal.of(() -> storage("acct2", "notexample.net")).reason());
  }

  @Test
  void namesOfTheCatalogueAndOfTheOperatorsOwnTypesNeedNoProof() {
    lab.resourceType("boats", "Contoso.Sea/boats");

    storage("acct1", "");
    storage("acct2", "other.blob.core.windows.net");
    resource("boat1", "Contoso.Sea/boats", PublicName.newBuilder().setGroupId("api"));
    var beside = PublicName.newBuilder().setGroupId("api").setFqdn("boat.contoso.com");
    var refused = Refusal.of(() -> resource("boat2", "Contoso.Sea/boats", beside));

    assertEquals("PUBLIC_NAME_NOT_PROVEN", refused.reason());
    assertEquals("contoso.com", refused.metadata().get("domain"));
  }

  @Test
  void theNamesOfAServiceNeedAProofEvenInTheCatalogue() {
    var refused =
        Refusal.of(() ->
            lab.service(
                "web", PrivateLinkService.newBuilder().addFqdns("a.blob.core.windows.net")));

    assertEquals("PUBLIC_NAME_NOT_PROVEN", refused.reason());
    assertEquals(List.of("private_link_service.fqdns"), refused.fields());
  }

  @Test
  void aForgottenDomainKeepsItsNamesAndGetsNoNewOnes() {
    var subscriptions = plane.stub(SubscriptionServiceGrpc::newBlockingStub);
    var _ = subscriptions.verifyDomain(request(OWNER, "example.net").setVouch(true).build());
    storage("acct1", "data.example.net");

    var left =
        subscriptions
            .forgetDomain(
                ForgetDomainRequest.newBuilder().setName(OWNER).setDomain("example.net").build())
            .getSubscription();

    assertEquals(0, left.getProvenDomainsCount());
    assertTrue(lab.ask("", "data.example.net", "A").endsWith("A 203.0.113.7"));
    assertEquals(
        "PUBLIC_NAME_NOT_PROVEN", Refusal.of(() -> storage("acct2", "more.example.net")).reason());
  }

  @Test
  void aDomainIsADnsName() {
    for (var wrong : List.of("", "*.example.net", "a..b", "x".repeat(64) + ".net")) {
      var refused = Refusal.of(() -> verify(OWNER, wrong));
      assertEquals("NAME_MALFORMED", refused.reason());
      assertEquals(List.of("domain"), refused.fields());
    }
  }

  private NsdServer nsd(String token) throws IOException {
    return NsdServer.start(
        publicDns,
        "example.net",
        """
        $ORIGIN example.net.
        $TTL 60
        @ SOA ns hostmaster 1 3600 300 604800 30
        @ NS ns
        ns A 192.0.2.53
        _postern-challenge TXT "something else"
        _postern-challenge TXT "%s"
        """
            .formatted(token));
  }

  /** A storage account whose blobs have a name; empty is that of the catalogue. */
  private void storage(String id, String fqdn) {
    resource(id, STORAGE, PublicName.newBuilder().setGroupId("blob").setFqdn(fqdn));
  }

  private void resource(String id, String type, PublicName.Builder name) {
    var record =
        PublicRecord.newBuilder().setType(RecordType.RECORD_TYPE_A).addValues("203.0.113.7");
    lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder()
            .setType(type)
            .setRegion(Lab.REGION)
            .addPublicNames(name.addRecords(record))
            .build());
  }

  private Subscription get(String name) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .getSubscription(GetSubscriptionRequest.newBuilder().setName(name).build())
        .getSubscription();
  }

  private Subscription verify(String name, String domain) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .verifyDomain(request(name, domain).build())
        .getSubscription();
  }

  private static VerifyDomainRequest.Builder request(String name, String domain) {
    return VerifyDomainRequest.newBuilder().setName(name).setDomain(domain);
  }
}
