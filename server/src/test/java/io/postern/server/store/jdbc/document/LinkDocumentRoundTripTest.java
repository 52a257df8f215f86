package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Disconnected;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.ConnectionPolicy.Breadth;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicName;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.PrivateLinkService.Frontend;
import io.postern.server.link.model.PrivateLinkService.NatAddress;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.subscription.model.ProvenDomain;
import io.postern.server.subscription.model.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkDocumentRoundTripTest {
  private static final String GROUP = "subscriptions/s/resourceGroups/g/providers/";
  private static final String NETWORK = GROUP + "Microsoft.Network/";
  private static final ResourceName SUBNET =
      ResourceName.of(NETWORK + "virtualNetworks/v/subnets/s");
  private static final ResourceName STORAGE =
      ResourceName.of(GROUP + "Microsoft.Storage/storageAccounts/acct1");
  private static final ResourceName ENDPOINT = ResourceName.of(NETWORK + "privateEndpoints/pe");
  private static final ResourceName NIC = ResourceName.of(NETWORK + "networkInterfaces/pe.nic");
  private static final Instant DUE = Instant.parse("2026-03-01T00:00:00.123456789Z");
  private static final Meta META =
      new Meta(
          "uid",
          new Revision(3),
          new Revision(7),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T00:00:00Z"));
  private static final ConnectionPolicy POLICY =
      new ConnectionPolicy(
          List.of(
              new Consumer(Breadth.TENANT, "contoso", 3),
              new Consumer(Breadth.SUBSCRIPTION, "subscriptions/s", 0)),
          List.of(new Consumer(Breadth.VIRTUAL_NETWORK, SUBNET.parent().text(), 0)),
          true,
          Optional.of(Duration.ofSeconds(90, 5)),
          true);
  private static final MemberName NAME =
      new MemberName("acct1.blob.core.windows.net", "privatelink.blob.core.windows.net", "acct1");

  private final Documents documents = new Documents();

  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadBack(Resource resource) {
    assertEquals(resource, documents.read(resource.kind(), documents.text(resource)));
  }

  static Stream<Resource> whatIsWrittenIsReadBack() {
    return Stream.of(
            Stream.of(
                new Subscription(
                    ResourceName.of("subscriptions/s"),
                    META,
                    "contoso",
                    "",
                    new TreeSet<>(),
                    List.of(),
                    Map.of(),
                    Map.of()),
                new Subscription(
                    ResourceName.of("subscriptions/s"),
                    META,
                    "contoso",
                    "Contoso \"Ltd\"\n",
                    new TreeSet<>(List.of("Microsoft.Network", "Microsoft.Storage")),
                    List.of(
                        new ProvenDomain("contoso.com", META.createTime(), false),
                        new ProvenDomain("contoso.net", META.updateTime(), true)),
                    Map.of("privateEndpoints", 9_000_000_000L, "virtualNetworks", 0L),
                    Map.of("team", "ümlaut"))),
            resources(),
            services(),
            endpoints(),
            states().map(LinkDocumentRoundTripTest::connection))
        .flatMap(kind -> kind);
  }

  private static Stream<Resource> resources() {
    var record =
        new PublicRecord("frontend.example", PublicRecord.Type.AAAA, 60, List.of("fd00::1"));
    return Stream.of(
        resource(
            "",
            PublicNetworkAccess.ENABLED,
            List.of(),
            List.of(),
            ConnectionPolicy.NONE,
            List.of()),
        resource(
            "StorageV2",
            PublicNetworkAccess.DISABLED,
            List.of(new PublicName(NAME.fqdn(), "blob", "blob", List.of(record))),
            List.of(record),
            POLICY,
            List.of(new Member("blob", "blob", List.of(NAME), List.of(NAME.zone())))));
  }

  private static PrivateLinkResource resource(
      String variant,
      PublicNetworkAccess access,
      List<PublicName> names,
      List<PublicRecord> records,
      ConnectionPolicy policy,
      List<Member> members) {
    boolean full = !variant.isEmpty();
    return new PrivateLinkResource(
        STORAGE,
        META,
        "Microsoft.Storage/storageAccounts",
        variant,
        "eastus",
        full ? List.of("westus") : List.of(),
        full ? Map.of("storageAccount", "other") : Map.of(),
        access,
        names,
        records,
        policy,
        members,
        full ? Map.of("team", "net") : Map.of());
  }

  private static Stream<Resource> services() {
    var name = ResourceName.of(NETWORK + "privateLinkServices/web");
    var balancer = ResourceName.of(NETWORK + "loadBalancers/lb");
    return Stream.of(
        new PrivateLinkService(
            name,
            META,
            "eastus",
            List.of(),
            Optional.of(IpAddress.of("10.9.0.9")),
            List.of(
                new NatAddress("a", SUBNET, Optional.empty(), false, true),
                new NatAddress("b", SUBNET, Optional.empty(), false, false)),
            List.of(),
            List.of(),
            false,
            List.of(),
            false,
            ConnectionPolicy.NONE,
            "",
            Optional.empty(),
            Map.of()),
        new PrivateLinkService(
            name,
            META,
            "eastus",
            List.of(new Frontend(balancer, "front")),
            Optional.empty(),
            List.of(
                new NatAddress("nat", SUBNET, Optional.of(IpAddress.of("10.1.0.4")), true, true)),
            List.of("subscriptions/t"),
            List.of("t"),
            true,
            List.of("web.contoso.com"),
            true,
            POLICY,
            "web.00000000-0000-0000-0000-000000000000.eastus.azure.privatelinkservice",
            Optional.of(NIC),
            Map.of("team", "net")));
  }

  private static Stream<Resource> endpoints() {
    var connection = STORAGE.child("privateEndpointConnections", "pe.1");
    var v4 = IpAddress.of("10.1.0.4");
    return Stream.of(
        new PrivateEndpoint(
            ENDPOINT,
            META,
            "eastus",
            SUBNET,
            STORAGE,
            Optional.empty(),
            "pe",
            List.of(),
            "",
            false,
            "",
            List.of(),
            "",
            List.of(),
            IpVersions.IPV4,
            List.of(),
            NIC,
            new ConnectionSummary(connection, Label.PENDING, "", ActionCode.NONE, false, 1),
            Map.of()),
        new PrivateEndpoint(
            ENDPOINT,
            META,
            "eastus",
            SUBNET,
            STORAGE,
            Optional.of("an.alias"),
            "mine",
            List.of("blob"),
            "please\tnow",
            true,
            "Microsoft.DataFactory/factories",
            List.of(new WantedAddress("first", "blob", "blob", v4)),
            "own-nic",
            List.of(ResourceName.of(NETWORK + "applicationSecurityGroups/asg")),
            IpVersions.DUAL_STACK,
            List.of(
                new EndpointMember(
                    "blob", "blob", List.of(v4, IpAddress.of("fd00::4")), List.of(NAME))),
            NIC,
            new ConnectionSummary(
                connection, Label.APPROVED, "paused", ActionCode.SUSPENDED, true, 0xFFFE_FDFC),
            Map.of("team", "net")));
  }

  private static Stream<ConnectionState> states() {
    return Stream.of(
        new Pending(ActionCode.PROVIDER_APPROVAL_REQUIRED, Optional.empty()),
        new Pending(ActionCode.CONNECTION_LIMIT_REACHED, Optional.of(DUE)),
        new Approved(false, Optional.empty()),
        new Approved(true, Optional.of(DUE)),
        new Rejected(ActionCode.REQUEST_EXPIRED),
        new Disconnected(ActionCode.TARGET_DELETED));
  }

  private static Connection connection(ConnectionState state) {
    return new Connection(
        STORAGE.child("privateEndpointConnections", "pe.1"),
        META,
        ENDPOINT,
        "eastus",
        "contoso",
        SUBNET.parent(),
        state.due().isPresent() ? "Microsoft.DataFactory/factories" : "",
        state.due().isPresent() ? List.of("blob") : List.of(),
        0xFFFE_FDFC,
        state,
        "why",
        "please");
  }
}
