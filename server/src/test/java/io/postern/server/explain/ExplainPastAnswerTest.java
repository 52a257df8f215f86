package io.postern.server.explain;

import static io.postern.server.explain.PastBench.BLOB;
import static io.postern.server.explain.PastBench.HOST;
import static io.postern.server.explain.PastBench.STEP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.RulesetLab;
import io.postern.v1.ChangeType;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DNS answered, from when to when, and who caused it: over a running server. */
class ExplainPastAnswerTest {
  @TempDir private Path folder;
  private PastBench bench;

  @BeforeEach
  void start() {
    bench = new PastBench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void theCauseIsTheEntryOfItsWriteWithWhatItChanged() {
    bench.linkHosts("alice@contoso");
    bench.pass();
    bench.createHost("bob@contoso", "10.1.0.50");
    var since = bench.now();
    bench.pass();
    var between = bench.now();
    bench.pass();
    bench.deleteHost("alice@contoso");
    var until = bench.now();

    var past = bench.explain(bench.question(HOST).setTime(between));

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
    assertEquals(bench.hosts + "/A/www", cause.getChanges(0).getName());
    assertEquals("", bench.explain(bench.question(HOST).setTime(until)).getEndRevisionToken());
  }

  @Test
  void whoMayReadTheNetworkSeesTheAnswerAndOfTheCauseWhatTheAuditShows() {
    var time = bench.now();
    bench.pass();
    bench.move(true);
    var later = bench.now();

    var own = bench.explain("alice@contoso", bench.question(BLOB).setTime(later));
    var stranger =
        Refusal.of(() -> bench.explain("eve@litware", bench.question(BLOB).setTime(later)));
    var none =
        Refusal.of(() ->
            bench.explain(
                "eve@litware",
                bench
                    .question(BLOB)
                    .setVirtualNetwork(bench.network.replace("vnet-a", "vnet-x"))
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
    var step = Durations.fromSeconds(STEP.toSeconds());
    var beforeAll = Timestamps.subtract(bench.now(), step);
    var toCome = Timestamps.add(bench.now(), step);

    assertField("time", bench.question(BLOB));
    assertField("time", bench.question(BLOB).setTime(toCome));
    assertField("time", bench.question(BLOB).setTime(beforeAll));
    assertField("revision_token", bench.question(BLOB).setRevisionToken("r1"));
    assertField("name", bench.question("a..b").setTime(bench.now()));
    assertField("type", bench.question(BLOB).setType("nonsense").setTime(bench.now()));
    assertField(
        "virtual_network", bench.question(BLOB).setVirtualNetwork("x").setTime(bench.now()));
    var ahead = Refusal.of(() -> bench.explain(bench.question(BLOB).setRevisionToken("r1000000")));
    assertEquals("REVISION_NOT_REACHED", ahead.reason());
    var malformed = Refusal.of(() -> bench.explain(bench.question(BLOB).setRevisionToken("x")));
    assertEquals("RESUME_TOKEN_INVALID", malformed.reason());
  }

  private void assertField(String field, ExplainPastAnswerRequest.Builder asked) {
    var refusal = Refusal.of(() -> bench.explain(asked));
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code(), refusal.toString());
    assertEquals(List.of(field), refusal.fields());
  }

  /** A name may be another tenant's by now: what is gone is for administrators alone. */
  @Test
  void aNetworkThatIsGoneIsForAdministrators() {
    var lab = Lab.of(bench.plane());
    var other = lab.network("vnet-b", "10.2.0.0/16");
    var asked = bench.question(BLOB).setVirtualNetwork(other).setTime(bench.now());
    var networks = bench.plane().stub(VirtualNetworkServiceGrpc::newBlockingStub);
    var _ =
        bench
            .plane()
            .stub(SubnetServiceGrpc::newBlockingStub)
            .deleteSubnet(
                DeleteSubnetRequest.newBuilder().setName(other + "/subnets/default").build());
    bench.pass();
    var _ =
        networks.deleteVirtualNetwork(
            DeleteVirtualNetworkRequest.newBuilder().setName(other).build());

    assertEquals(bench.now(), bench.explain(asked).getEndTime());
    var gone = Refusal.of(() -> bench.explain("alice@contoso", asked));
    assertEquals(Status.Code.NOT_FOUND, gone.code());

    bench.pass();
    var _ = lab.network("vnet-b", "10.2.0.0/16");
    var earlier = Refusal.of(() -> bench.explain("alice@contoso", asked));
    assertEquals(List.of("time"), earlier.fields());
  }

  @Test
  void whatOthersAnsweredIsNotKnown() {
    var rule = RulesetLab.rule("fabrikam.com", RulesetLab.server("192.0.2.53"));
    var _ = RulesetLab.of(bench.plane()).linked("rules", bench.network, rule);

    var past = bench.explain(bench.question("www.fabrikam.com").setTime(bench.now()));

    assertTrue(past.getLeftToOthers());
    assertEquals(0, past.getAnswer().getAnswersCount());
  }

  @Test
  void whatTheAuditDoesNotKeepAnyMoreIsRefusedWithWhatIsLeft() {
    var before = bench.now();
    bench.pass();
    bench.move(true);
    var after = bench.explain(bench.question(BLOB).setTime(bench.now())).getRevisionToken();
    var at = bench.plane().clock().instant();
    bench.restart(() -> cutAudit(at));
    bench.pass();

    var cut = Refusal.of(() -> bench.explain(bench.question(BLOB).setTime(before)));
    var kept = bench.explain(bench.question(BLOB).setTime(bench.now()));

    assertEquals(Status.Code.OUT_OF_RANGE, cut.code());
    assertEquals("REVISION_COMPACTED", cut.reason());
    var oldest = new Revision(Revision.parse(after, "after").number() - 1).token();
    assertEquals(oldest, cut.metadata().get("oldestRevision"));
    assertEquals(after, kept.getStartRevisionToken());
    var still = bench.explain(bench.question(HOST).setRevisionToken(oldest));
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
