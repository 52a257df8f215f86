package io.postern.server.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.RulesetLab;
import io.postern.v1.ARecord;
import io.postern.v1.ChangeType;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainPastAnswerResponse;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DNS answered, from when to when, and who caused it: over a running server. */
class ExplainPastAnswerTest {
  private static final int STEPS = 40;
  private static final int ASKED = 25;
  private static final String BLOB = "acct1.blob.core.windows.net";
  private static final String HOST = "www.contoso.com";
  private static final List<String> NAMES = List.of(BLOB, HOST, "none.contoso.com");
  private static final List<String> CALLERS = List.of("alice@contoso", "bob@contoso");
  private static final Duration STEP = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private String hosts;
  private PrivateEndpoint endpoint;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    hosts = lab.zone("contoso.com");
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  private QueryResponse ask(String name) {
    return plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .query(QueryRequest.newBuilder().setVirtualNetwork(network).setName(name).build());
  }

  private ExplainPastAnswerRequest.Builder question(String name) {
    return ExplainPastAnswerRequest.newBuilder().setVirtualNetwork(network).setName(name);
  }

  private ExplainPastAnswerResponse explain(String caller, ExplainPastAnswerRequest.Builder asked) {
    return plane
        .stubAs(caller, ExplainServiceGrpc::newBlockingStub)
        .explainPastAnswer(asked.build());
  }

  private ExplainPastAnswerResponse explain(ExplainPastAnswerRequest.Builder asked) {
    return plane.stub(ExplainServiceGrpc::newBlockingStub).explainPastAnswer(asked.build());
  }

  private Timestamp now() {
    return Timestamps.fromMillis(plane.clock().instant().toEpochMilli());
  }

  private record Told(String rcode, boolean authoritative, Set<DnsAnswerRecord> answers) {
    static Told of(QueryResponse answer) {
      return new Told(
          answer.getRcode(),
          answer.getFlags().getAuthoritative(),
          new HashSet<>(answer.getAnswersList()));
    }
  }

  /** What was answered after one step, and since whose call. */
  private record Remembered(
      String name, Timestamp time, String revision, Told told, String causer, Timestamp since) {}

  @Test
  void whatWasAnsweredAtAnyTimeIsToldWithItsCauser() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var remembered = new ArrayList<Remembered>();
    remember(remembered, "administrator");
    for (int step = 0; step < STEPS; step++) {
      plane.clock().advance(STEP);
      remember(remembered, doAnything(random));
    }
    for (int i = 0; i < ASKED; i++) {
      var then = remembered.get(random.nextInt(remembered.size()));
      var asked = question(then.name());
      if (random.nextBoolean()) asked.setRevisionToken(then.revision());
      else asked.setTime(then.time());
      var past = explain(asked);
      var history = "seed " + seed + ", " + asked;
      assertEquals(then.told(), Told.of(past.getAnswer()), history);
      assertEquals(then.revision(), past.getRevisionToken(), history);
      assertEquals(then.causer(), past.getCause().getPrincipal(), history);
      assertEquals(then.since(), past.getStartTime(), history);
      assertEquals(then.since(), past.getCause().getTime(), history);
    }
  }

  /** Adds what each name is answered with now. */
  private void remember(List<Remembered> all, String caller) {
    for (var name : NAMES) {
      var answer = ask(name);
      var told = Told.of(answer);
      var same =
          all.reversed().stream()
              .filter(it -> it.name().equals(name))
              .findFirst()
              .filter(before -> before.told().equals(told));
      all.add(
          new Remembered(
              name,
              now(),
              answer.getRevisionToken(),
              told,
              same.map(Remembered::causer).orElse(caller),
              same.map(Remembered::since).orElse(now())));
    }
  }

  private int records;
  private boolean linked;
  private boolean suspended;

  /** Makes one write that may change an answer; returns who made it. */
  private String doAnything(Random random) {
    var caller = CALLERS.get(random.nextInt(CALLERS.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        if (records % 2 == 0) createHost(caller, "10.1.0." + (50 + records / 2 % 3));
        else deleteHost(caller);
        records++;
      }
      case 1 -> {
        if (linked) unlinkHosts(caller);
        else linkHosts(caller);
        linked = !linked;
      }
      default -> {
        move(!suspended);
        suspended = !suspended;
        return "carol@fabrikam";
      }
    }
    return caller;
  }

  private void createHost(String caller, String address) {
    var _ =
        plane
            .stubAs(caller, RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(hosts)
                    .setRecordSetId("www")
                    .setRequestId("host-" + records)
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address(address)))
                    .build());
  }

  private void deleteHost(String caller) {
    var _ =
        plane
            .stubAs(caller, RecordSetServiceGrpc::newBlockingStub)
            .deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(hosts + "/A/www").build());
  }

  private void linkHosts(String caller) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .createVirtualNetworkLink(
                CreateVirtualNetworkLinkRequest.newBuilder()
                    .setParent(hosts)
                    .setVirtualNetworkLinkId("to-a")
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder().setVirtualNetwork(network))
                    .build());
  }

  private void unlinkHosts(String caller) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .deleteVirtualNetworkLink(
                DeleteVirtualNetworkLinkRequest.newBuilder()
                    .setName(hosts + "/virtualNetworkLinks/to-a")
                    .build());
  }

  private void move(boolean suspend) {
    var carol =
        plane.stubAs("carol@fabrikam", PrivateEndpointConnectionServiceGrpc::newBlockingStub);
    var name = Lab.connectionOf(endpoint);
    if (suspend) {
      var _ = carol.suspendConnection(SuspendConnectionRequest.newBuilder().setName(name).build());
    } else {
      var _ = carol.resumeConnection(ResumeConnectionRequest.newBuilder().setName(name).build());
    }
  }

  @Test
  void theCauseIsTheEntryOfItsWriteWithWhatItChanged() {
    linkHosts("alice@contoso");
    plane.clock().advance(STEP);
    createHost("bob@contoso", "10.1.0.50");
    var since = now();
    plane.clock().advance(STEP);
    var between = now();
    plane.clock().advance(STEP);
    deleteHost("alice@contoso");
    var until = now();

    var past = explain(question(HOST).setTime(between));

    assertEquals("10.1.0.50", past.getAnswer().getAnswers(0).getRdata());
    assertEquals(since, past.getRevisionTime());
    assertEquals(since, past.getStartTime());
    assertEquals(until, past.getEndTime());
    assertFalse(past.getLeftToOthers());
    var cause = past.getCause();
    assertEquals("bob@contoso", cause.getPrincipal());
    assertEquals("host-0", cause.getRequestId());
    assertEquals("postern.v1.RecordSetService/CreateRecordSet", cause.getMethod());
    assertTrue(cause.getPeer().startsWith("127.0.0.1:"), cause.getPeer());
    assertEquals(ChangeType.CHANGE_TYPE_ADDED, cause.getChanges(0).getType());
    assertEquals(hosts + "/A/www", cause.getChanges(0).getName());
    assertEquals("", explain(question(HOST).setTime(until)).getEndRevisionToken());
  }

  @Test
  void whoMayReadTheNetworkSeesTheAnswerAndOfTheCauseWhatTheAuditShows() {
    var time = now();
    plane.clock().advance(STEP);
    move(true);
    var later = now();

    var own = explain("alice@contoso", question(BLOB).setTime(later));
    var stranger = Refusal.of(() -> explain("eve@litware", question(BLOB).setTime(later)));
    var none =
        Refusal.of(() ->
            explain(
                "eve@litware",
                question(BLOB)
                    .setVirtualNetwork(network.replace("vnet-a", "vnet-x"))
                    .setTime(time)));

    // The move is the provider's, whose name is not for the consumer to know.
    assertEquals(later, own.getStartTime());
    assertEquals("", own.getCause().getPrincipal());
    assertTrue(own.getCause().getChangesCount() > 0);
    assertTrue(
        own.getCause().getResourcesList().stream().allMatch(it -> it.contains("contoso")),
        own.getCause().getResourcesList().toString());
    assertEquals(Status.Code.NOT_FOUND, stranger.code());
    assertEquals(none.message().replace("vnet-x", "vnet-a"), stranger.message());
    assertEquals(none.reason(), stranger.reason());
  }

  @Test
  void aMomentThatCannotBeAnsweredForIsRefusedWithWhy() {
    var beforeAll = Timestamps.fromMillis(plane.clock().instant().minus(STEP).toEpochMilli());
    var toCome = Timestamps.fromMillis(plane.clock().instant().plus(STEP).toEpochMilli());

    assertField("time", question(BLOB));
    assertField("time", question(BLOB).setTime(toCome));
    assertField("time", question(BLOB).setTime(beforeAll));
    assertField("revision_token", question(BLOB).setRevisionToken("r1"));
    assertField("name", question("a..b").setTime(now()));
    assertField("type", question(BLOB).setType("nonsense").setTime(now()));
    assertField("virtual_network", question(BLOB).setVirtualNetwork("x").setTime(now()));
    var ahead = Refusal.of(() -> explain(question(BLOB).setRevisionToken("r1000000")));
    assertEquals("REVISION_NOT_REACHED", ahead.reason());
    var malformed = Refusal.of(() -> explain(question(BLOB).setRevisionToken("x")));
    assertEquals("RESUME_TOKEN_INVALID", malformed.reason());
  }

  private void assertField(String field, ExplainPastAnswerRequest.Builder asked) {
    var refusal = Refusal.of(() -> explain(asked));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code(), refusal.toString());
    assertEquals(List.of(field), refusal.fields());
  }

  /** A name may be another tenant's by now: what is gone is for administrators alone. */
  @Test
  void aNetworkThatIsGoneIsForAdministrators() {
    var other = lab.network("vnet-b", "10.2.0.0/16");
    var asked = question(BLOB).setVirtualNetwork(other).setTime(now());
    var networks = plane.stub(VirtualNetworkServiceGrpc::newBlockingStub);
    var _ =
        plane
            .stub(SubnetServiceGrpc::newBlockingStub)
            .deleteSubnet(
                DeleteSubnetRequest.newBuilder().setName(other + "/subnets/default").build());
    plane.clock().advance(STEP);
    var _ =
        networks.deleteVirtualNetwork(
            DeleteVirtualNetworkRequest.newBuilder().setName(other).build());

    assertEquals(now(), explain(asked).getEndTime());
    var gone = Refusal.of(() -> explain("alice@contoso", asked));
    assertEquals(Status.Code.NOT_FOUND, gone.code());

    plane.clock().advance(STEP);
    var _ = lab.network("vnet-b", "10.2.0.0/16");
    var earlier = Refusal.of(() -> explain("alice@contoso", asked));
    assertEquals(List.of("time"), earlier.fields());
  }

  @Test
  void whatOthersAnsweredIsNotKnown() {
    var rule = RulesetLab.rule("fabrikam.com", RulesetLab.server("192.0.2.53"));
    var _ = RulesetLab.of(plane).linked("rules", network, rule);

    var past = explain(question("www.fabrikam.com").setTime(now()));

    assertTrue(past.getLeftToOthers());
    assertEquals(0, past.getAnswer().getAnswersCount());
  }

  @Test
  void whatTheAuditDoesNotKeepAnyMoreIsRefusedWithWhatIsLeft() {
    var before = now();
    plane.clock().advance(STEP);
    move(true);
    var after = explain(question(BLOB).setTime(now())).getRevisionToken();
    var at = plane.clock().instant();
    plane.close();
    cutAudit(at);
    plane = ControlPlane.start(folder);
    plane.clock().advance(STEP);

    var cut = Refusal.of(() -> explain(question(BLOB).setTime(before)));
    var kept = explain(question(BLOB).setTime(now()));

    assertEquals(Status.Code.OUT_OF_RANGE, cut.code());
    assertEquals("REVISION_COMPACTED", cut.reason());
    var oldest = new Revision(Revision.parse(after, "after").number() - 1).token();
    assertEquals(oldest, cut.metadata().get("oldestRevision"));
    assertEquals(after, kept.getStartRevisionToken());
    var still = explain(question(HOST).setRevisionToken(oldest));
    assertEquals("", still.getStartRevisionToken());
    assertFalse(still.hasCause());
  }

  /** Forgets what was written before a time, as the server does when it is old enough. */
  private void cutAudit(Instant before) {
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      store.log().compact(before);
      var _ =
          store.write(
              new RequestContext(Principal.SYSTEM, before), tx -> tx.cutAudit(before, 1000));
    }
  }
}
