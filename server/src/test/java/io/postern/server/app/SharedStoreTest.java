package io.postern.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.kernel.RandomIds;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.server.testing.TestPostgres;
import io.postern.server.testing.Wire;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.ReadConsistency;
import io.postern.v1.ResourceKind;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.WaitForRevisionRequest;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL: writes at either, DNS and addresses right at both. */
class SharedStoreTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final String NETWORK =
      Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/vnet-a";
  private static final String PRIVATE = "10.1.0.4";
  private static final String PUBLIC = "203.0.113.161";

  @TempDir Path folder;
  private final String url = TestPostgres.url();
  private ControlPlane one;
  private ControlPlane other;

  @BeforeEach
  void start() {
    one = server("one");
    other = server("other");
  }

  private ControlPlane server(String name) {
    return server(name, url);
  }

  private ControlPlane server(String name, String url) {
    return ControlPlane.start(
        folder.resolve(name),
        settings ->
            settings
                .with(settings.store().withUrl(url))
                .with(settings.dns().withListeners(List.of(forNetwork()))),
        new RandomIds());
  }

  private static ListenerSettings forNetwork() {
    return new ListenerSettings(Loopback.anyPort(), Optional.of(NETWORK));
  }

  /** Where the name leads in the network, as a server's DNS says. */
  private static String address(ControlPlane server) {
    var client = DnsClient.of(server.server().dnsAddresses().getFirst());
    var last = Answered.of(client.udp(NAME, "A")).answers().getLast();
    return last.substring(last.lastIndexOf(' ') + 1);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  /** Waits until DNS on a server serves what another one serves now. */
  private static void await(ControlPlane server, ControlPlane written) {
    var token = status(written).getServedRevisionToken();
    var answer =
        server
            .stub(DnsServiceGrpc::newBlockingStub)
            .waitForRevision(
                WaitForRevisionRequest.newBuilder()
                    .setRevisionToken(token)
                    .setTimeout(Duration.newBuilder().setSeconds(10))
                    .build());
    assertTrue(answer.getReached());
  }

  @Test
  void whatIsDecidedAtOneServerIsAnsweredByTheOther() {
    var lab = Lab.in(one);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var endpoint = lab.endpoint("pe1", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    await(other, one);
    assertEquals(PUBLIC, address(other));

    lab.approve(endpoint);
    await(other, one);
    assertEquals(PRIVATE, address(other));

    Lab.of(other).reject(endpoint);
    assertEquals(PUBLIC, address(other));
    await(one, other);
    assertEquals(PUBLIC, address(one));
  }

  @Test
  void endpointsMadeAtBothServersNeverShareAnAddress() throws Exception {
    var lab = Lab.in(one);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var target = lab.storage("acct1");
    var creates = new ArrayList<Future<String>>();
    int each = 30;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < each; i++) {
        var id = i;
        creates.add(threads.submit(() -> address(one, "a" + id, network, target)));
        creates.add(threads.submit(() -> address(other, "b" + id, network, target)));
      }
    }
    var addresses = new HashSet<String>();
    for (var create : creates) addresses.add(create.get());
    assertEquals(2 * each, addresses.size());
  }

  private static String address(ControlPlane server, String id, String network, String target) {
    PrivateEndpoint made = Lab.of(server).endpoint(id, Lab.wanted(network, target, true, "blob"));
    return made.getCustomDnsConfigs(0).getIpAddresses(0);
  }

  @Test
  void aServerThatIsCutOffAnswersFromWhatItHasAndCatchesUpByItself() throws Exception {
    try (var wire = Wire.to(TestPostgres.port())) {
      var far = url.replace(":" + TestPostgres.port() + "/", ":" + wire.port() + "/");
      other.close();
      other = server("far", far);
      var lab = Lab.in(one);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var zone = lab.zone(Lab.BLOB_ZONE);
      lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      var endpoint = lab.endpoint("pe1", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
      lab.zoneGroup(endpoint.getName(), zone);
      await(other, one);
      var served = status(other).getServedRevisionToken();

      wire.cut();
      var refused = Refusal.of(() -> Lab.of(other).approve(endpoint));
      assertEquals(Status.Code.UNAVAILABLE, refused.code());
      assertEquals("STORE_UNAVAILABLE", refused.reason());
      lab.approve(endpoint);

      assertEquals(PRIVATE, address(one));
      assertEquals(PUBLIC, address(other));
      assertEquals(served, status(other).getServedRevisionToken());
      Awaitility.await().until(() -> status(other).getStaleness().getSeconds() >= 1);

      wire.mend();
      await(other, one);
      assertEquals(PRIVATE, address(other));
      Awaitility.await().until(() -> status(other).getStaleness().getSeconds() < 1);
      Lab.of(other).reject(endpoint);
      await(one, other);
      assertEquals(PUBLIC, address(one));
    }
  }

  private static GetDnsStatusResponse status(ControlPlane server) {
    return server
        .stub(DnsServiceGrpc::newBlockingStub)
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance());
  }

  @Test
  void aReadThatMustBeFullyConsistentHasWhatTheOtherServerAcknowledged() {
    var lab = Lab.in(one);
    for (int i = 0; i < 20; i++) {
      lab.network("vnet-" + i, "10.%d.0.0/16".formatted(i));
      var written = status(one).getServedRevisionToken();

      var seen =
          other
              .stub(DnsServiceGrpc::newBlockingStub)
              .getDnsStatus(
                  GetDnsStatusRequest.newBuilder()
                      .setConsistency(ReadConsistency.newBuilder().setFullyConsistent(true))
                      .build());

      assertEquals(written, seen.getServedRevisionToken());
    }
  }

  @Test
  void aWatchGoesOnAtTheOtherServerWhereItWas() {
    var request =
        WatchRequest.newBuilder().addKinds(ResourceKind.RESOURCE_KIND_VIRTUAL_NETWORK).build();
    var lab = Lab.in(one);
    String token;
    try (var watch = StreamReader.open(one.stub(WatchServiceGrpc::newStub)::watch, request)) {
      lab.network("vnet-1", "10.1.0.0/16");
      token = watch.until(message -> message.getChangesCount() > 0).getLast().getResumeToken();
    }
    lab.network("vnet-2", "10.2.0.0/16");

    var resumed = request.toBuilder().setResumeToken(token).build();
    try (var watch = StreamReader.open(other.stub(WatchServiceGrpc::newStub)::watch, resumed)) {
      var missed = watch.until(message -> message.getChangesCount() > 0).getLast();
      lab.network("vnet-3", "10.3.0.0/16");
      var next = watch.until(message -> message.getChangesCount() > 0).getLast();

      assertEquals(List.of("vnet-2"), networks(missed));
      assertEquals(List.of("vnet-3"), networks(next));
    }
  }

  private static List<String> networks(WatchResponse message) {
    return message.getChangesList().stream()
        .map(change -> change.getName().substring(change.getName().lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void aServerThatIsStartedLaterHasEverything() {
    var lab = Lab.in(one);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    other.close();
    var zone = lab.zone("contoso.com");
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);

    other = server("later");

    assertTrue(Lab.of(other).ask(network, "missing.contoso.com", "A").startsWith("NXDOMAIN"));
  }
}
