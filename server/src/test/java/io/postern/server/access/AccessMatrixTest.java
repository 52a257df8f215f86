package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.server.config.AuthSettings;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RulesetLab;
import io.postern.server.testing.ServedApi;
import io.postern.server.testing.TestIssuer;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.LockLevel;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call as every sort of caller, against the codes that {@code access-matrix.tsv} has. */
class AccessMatrixTest {
  private static final List<String> CALLERS =
      List.of(
          "nobody",
          "expired",
          "elsewhere",
          "stranger",
          "other",
          "reader",
          "consumer",
          "provider",
          "owner",
          "administrator");

  @TempDir static Path folder;
  private static TestIssuer issuer;
  private static ControlPlane plane;
  private static ManagedChannel bare;
  private final Map<String, String> names = new HashMap<>();

  private record Row(String method, List<String> codes, String request) {
    static Row parse(String line) {
      var cells = List.of(line.split("\t", -1));
      assertEquals(CALLERS.size() + 2, cells.size(), () -> "a code for each caller: " + line);
      return new Row(
          cells.getFirst(), cells.subList(1, 1 + CALLERS.size()), cells.get(1 + CALLERS.size()));
    }

    String line(List<String> actual) {
      return method + "\t" + String.join("\t", actual);
    }
  }

  @BeforeAll
  static void start() {
    issuer = TestIssuer.in(folder);
    plane =
        ControlPlane.proven(
            folder.resolve("server"), AuthSettings.DEFAULT.withIssuers(List.of(issuer.settings())));
    bare = NettyChannelBuilder.forAddress(plane.server().grpcAddress()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    bare.shutdownNow();
    plane.close();
  }

  private static List<Row> rows() throws IOException {
    try (var file =
        Objects.requireNonNull(AccessMatrixTest.class.getResourceAsStream("/access-matrix.tsv"))) {
      var lines =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      var head = Row.parse(lines.getFirst());
      assertEquals(CALLERS, head.codes());
      return lines.stream().skip(1).map(Row::parse).toList();
    }
  }

  @Test
  void everyCallAnswersEachSortOfCallerAsItIsWrittenDown() throws IOException {
    var methods =
        new ServedApi(plane.channel())
            .methods().stream().collect(Collectors.toMap(MethodDescriptor::getName, it -> it));
    make();
    var rows = rows();
    assertEquals(
        new TreeSet<>(methods.keySet()),
        rows.stream().map(Row::method).collect(Collectors.toCollection(TreeSet::new)),
        "every call has a line in access-matrix.tsv");
    var callers = callers();
    var expected = rows.stream().map(row -> row.line(row.codes())).toList();
    var actual = new ArrayList<String>();
    for (var row : rows) {
      var method = Objects.requireNonNull(methods.get(row.method()));
      var request = request(method, row.request());
      actual.add(row.line(callers.stream().map(it -> call(it, method, request)).toList()));
    }
    assertEquals(String.join("\n", expected), String.join("\n", actual));
  }

  /** What each of the callers calls by, in the order of the columns. */
  private static List<Channel> callers() {
    var now = plane.clock().instant();
    return List.of(
        bare,
        showing(issuer.token("olga", "contoso", TestIssuer.AUDIENCE, now.minusSeconds(60))),
        showing(issuer.token("olga", "contoso", "billing", now.plusSeconds(600))),
        called("carol@contoso"),
        called("mallory@northwind"),
        called("bob@contoso"),
        called("connie@contoso"),
        called("alice@fabrikam"),
        called("olga@contoso"),
        plane.channel());
  }

  private static Channel showing(String token) {
    return ClientInterceptors.intercept(bare, ControlPlane.showing(token));
  }

  /** Of somebody for whom an administrator has made a token. */
  private static Channel called(String principal) {
    var request =
        CreateApiTokenRequest.newBuilder()
            .setApiToken(ApiToken.newBuilder().setPrincipal(principal))
            .build();
    return showing(
        plane.stub(ApiTokenServiceGrpc::newBlockingStub).createApiToken(request).getSecret());
  }

  private DynamicMessage request(MethodDescriptor method, String text) {
    var filled = text;
    // Longer names first: $net is the beginning of $network.
    for (var name : names.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList())
      filled = filled.replace(name, names.get(name));
    var request = DynamicMessage.newBuilder(method.getInputType());
    try {
      TextFormat.merge(filled, request);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(method.getName() + " " + filled, e);
    }
    return request.build();
  }

  private static String call(Channel caller, MethodDescriptor method, DynamicMessage request) {
    try {
      var _ = new ServedApi(caller).call(method, request);
      return Status.Code.OK.name();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().name();
    }
  }

  /**
   * The owner itself is let in by a token of the issuer: what the two others lack is time and
   * place.
   */
  @Test
  void aTokenOfTheIssuerThatIsInTimeAndForThisServerIsTaken() {
    var token =
        issuer.token(
            "olga", "contoso", TestIssuer.AUDIENCE, plane.clock().instant().plusSeconds(600));
    var identity = IdentityServiceGrpc.newBlockingStub(showing(token));
    assertEquals(
        "olga@contoso", identity.whoAmI(WhoAmIRequest.getDefaultInstance()).getPrincipal());
  }

  private void make() {
    var lab = Lab.in(plane);
    lab.subscription("northwind");
    var net = lab.network("vnet-a", "10.1.0.0/16");
    var other = lab.network("vnet-b", "10.3.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    var storage = lab.storage("acct1");
    var endpoint = lab.endpoint("pe", Lab.wanted(net, storage, true, "blob"));
    var bare = lab.endpoint("bare", Lab.wanted(net, storage, true, "blob"));
    var approved = lab.endpoint("approved", Lab.wanted(net, storage, true, "blob"));
    lab.approve(approved);
    var rejected = lab.endpoint("rejected", Lab.wanted(net, storage, true, "blob"));
    lab.reject(rejected);
    var service = lab.service("web", PrivateLinkService.newBuilder());
    names.put("$consumer", Lab.CONSUMER);
    names.put("$provider", Lab.PROVIDER);
    names.put("$net", net);
    names.put("$subnet", net + "/subnets/default");
    names.put("$psubnet", service.getIpConfigurations(0).getSubnet());
    names.put("$other", other);
    names.put("$third", lab.network("vnet-c", "10.4.0.0/16"));
    names.put("$storage", storage);
    names.put("$service", service.getName());
    names.put("$alias", service.getAlias());
    names.put("$balancer", service.getLoadBalancerFrontendIpConfigurations(0).getLoadBalancer());
    names.put("$pe", endpoint.getName());
    names.put("$nic", endpoint.getNetworkInterfaces(0));
    names.put("$bare", bare.getName());
    names.put("$rejected", rejected.getName());
    names.put("$connection", Lab.connectionOf(endpoint));
    names.put("$approved", Lab.connectionOf(approved));
    names.put("$zone", zone);
    names.put("$idlezone", lab.zone("idle.contoso.example"));
    names.put("$record", lab.addressRecord(zone, "by-hand", "10.9.9.9"));
    names.put("$link", lab.link(zone, net, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT));
    names.put("$group", lab.zoneGroup(endpoint.getName(), zone));
    lab.resourceType("ledgers", "Contoso.Data/ledgers");
    makeTraffic(net, other);
    makeAccess();
    makeOutside();
  }

  /** A webhook of the consumer, and a token that an administrator has made for itself. */
  private void makeOutside() {
    var hook =
        CreateWebhookRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setWebhookId("hook")
            .setWebhook(Webhook.newBuilder().setUrl("https://hooks.invalid/"))
            .build();
    names.put(
        "$hook",
        plane.stub(WebhookServiceGrpc::newBlockingStub).createWebhook(hook).getWebhook().getName());
    names.put(
        "$token",
        plane
            .stub(ApiTokenServiceGrpc::newBlockingStub)
            .createApiToken(CreateApiTokenRequest.getDefaultInstance())
            .getApiToken()
            .getName());
  }

  private void makeTraffic(String net, String other) {
    var traffic = TrafficLab.of(plane);
    names.put("$nsg", traffic.securityGroup("nsg"));
    names.put("$routes", traffic.routeTable("rt"));
    names.put("$asg", traffic.applicationGroup("asg", Lab.REGION));
    var gateway = traffic.gateway("gw", net);
    names.put("$gateway", gateway);
    names.put("$site", traffic.site("office", "192.168.0.0/16"));
    traffic.peering(net, other, VirtualNetworkPeering.newBuilder());
    names.put("$peering", net + "/virtualNetworkPeerings/to-vnet-b");
    names.put(
        "$ruleset",
        RulesetLab.of(plane)
            .linked("rules", net, RulesetLab.rule(".", RulesetLab.server("192.168.0.53"))));
  }

  private void makeAccess() {
    var access = AccessLab.of(plane);
    names.put("$role", access.role("watchers", "tenants/contoso", "*/read"));
    access.grant("olga@contoso", "Owner", "tenants/contoso");
    access.grant("bob@contoso", "Reader", "tenants/contoso");
    access.grant("connie@contoso", "NetworkContributor", Lab.CONSUMER);
    names.put("$assignment", access.grant("zoe@contoso", "Reader", Lab.CONSUMER));
    names.put("$denial", access.deny("zoe@contoso", Lab.CONSUMER, "*/delete"));
    var lock =
        access.lock(
            Objects.requireNonNull(names.get("$routes")), LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);
    names.put("$lock", lock);
    var last = Arrays.asList(lock.split("/")).getLast();
    names.put("$revision", "r1");
    assertEquals(lock, names.get("$routes") + "/providers/Microsoft.Authorization/locks/" + last);
  }
}
