package io.postern.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import io.grpc.StatusRuntimeException;
import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.ServedApi;
import io.postern.v1.AuditEntry;
import io.postern.v1.AuditServiceGrpc;
import io.postern.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import io.postern.v1.ChangeType;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.ExportAuditRequest;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.ListAuditEntriesRequest;
import io.postern.v1.VerifyAuditRequest;
import io.postern.v1.VerifyAuditResponse;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a running server: what is in it, who sees it, and that an edit of it shows. */
class AuditTest {
  private static final String VNET = Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/";

  @TempDir Path folder;

  @Test
  void eachWriteHasOneEntryWithItsCallAndWhatItChanged() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct"), true, "blob"));
      lab.approve(endpoint);

      var entries = list(plane, ListAuditEntriesRequest.newBuilder().setIncludeChanges(true));

      var revisions = entries.stream().map(AuditEntry::getRevision).toList();
      assertEquals(
          LongStream.rangeClosed(1, entries.size()).boxed().toList(), revisions.reversed());
      var approval = entries.getFirst();
      assertEquals(
          "postern.v1.PrivateEndpointConnectionService/ApproveConnection", approval.getMethod());
      assertEquals("administrator", approval.getPrincipal());
      assertTrue(approval.getPeer().startsWith("127.0.0.1:"), approval.getPeer());
      assertEquals("OK", approval.getOutcome());
      assertTrue(approval.getResourcesList().contains(Lab.connectionOf(endpoint)));
      var moved = approval.getChanges(0);
      assertEquals(ChangeType.CHANGE_TYPE_MODIFIED, moved.getType());
      assertTrue(moved.hasPrevious() && moved.hasResource());
      assertFalse(moved.getPrevious().equals(moved.getResource()));
    }
  }

  /** The methods are asked of the server, so that a new one is covered by itself. */
  @Test
  void eachRefusalOfAnyMethodHasAnEntry() {
    try (var plane = ControlPlane.start(folder)) {
      var api = new ServedApi(plane.channel());
      var refused = new ArrayList<String>();
      for (var method : api.methods()) {
        try {
          var _ = api.call(method, DynamicMessage.getDefaultInstance(method.getInputType()));
        } catch (StatusRuntimeException e) {
          refused.add(
              "postern.v1."
                  + method.getService().getName()
                  + "/"
                  + method.getName()
                  + " "
                  + Refusal.of(e).reason());
        }
      }

      var entries = list(plane, ListAuditEntriesRequest.newBuilder().setOutcome("REFUSED"));

      assertTrue(refused.size() > 60, "only " + refused.size() + " methods refused");
      assertEquals(
          refused,
          entries.reversed().stream()
              .map(entry -> entry.getMethod() + " " + entry.getReason())
              .toList());
    }
  }

  @Test
  void aRefusalSaysWhoAskedForWhatWithWhichRequest() {
    try (var plane = ControlPlane.start(folder)) {
      var _ = Lab.in(plane);
      var networks = plane.stubAs("eve@fabrikam", VirtualNetworkServiceGrpc::newBlockingStub);
      var refusal =
          Refusal.of(() ->
              networks.createVirtualNetwork(
                  CreateVirtualNetworkRequest.newBuilder()
                      .setParent(Lab.CONSUMER)
                      .setVirtualNetworkId("mine")
                      .setRequestId("try-1")
                      .setVirtualNetwork(VirtualNetwork.newBuilder().setRegion(Lab.REGION))
                      .build()));
      var nobody = plane.stubAs("nobody", VirtualNetworkServiceGrpc::newBlockingStub);
      var _ = Refusal.of(() -> get(nobody, VNET + "x"));

      var entries = list(plane, ListAuditEntriesRequest.newBuilder().setOutcome("REFUSED"));

      assertEquals(2, entries.size());
      assertEquals("", entries.getFirst().getPrincipal());
      assertEquals("INVALID_FIELD", entries.getFirst().getReason());
      var entry = entries.getLast();
      assertEquals("eve@fabrikam", entry.getPrincipal());
      assertEquals("fabrikam", entry.getTenant());
      assertEquals("try-1", entry.getRequestId());
      assertEquals(List.of(Lab.CONSUMER), entry.getResourcesList());
      assertEquals(refusal.reason(), entry.getReason());
      assertEquals(refusal.message(), entry.getMessage());
      assertEquals(0, entry.getRevision());
    }
  }

  @Test
  void aTenantSeesWhatConcernsItAndNothingOfAnother() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var network = lab.network("vnet-a", "10.1.0.0/16");
      var storage = lab.storage("acct");
      var consumer = plane.stubAs("alice@contoso", channel -> Lab.of(channel).endpoints());
      var endpoint = lab.endpoint(consumer, "pe", Lab.wanted(network, storage, true, "blob"));
      var stranger = plane.stubAs("eve@litware", VirtualNetworkServiceGrpc::newBlockingStub);
      var _ = Refusal.of(() -> get(stranger, network));

      var everything = ListAuditEntriesRequest.newBuilder().setIncludeChanges(true);
      var alice = list(auditAs(plane, "alice@contoso"), everything);
      var provider = list(auditAs(plane, "bob@fabrikam"), everything);
      var eve = list(auditAs(plane, "eve@litware"), everything);

      assertEquals("alice@contoso", alice.getFirst().getPrincipal());
      assertTrue(alice.getFirst().getResourcesList().contains(endpoint.getName()));
      var asked = provider.getFirst();
      assertEquals("", asked.getPrincipal() + asked.getPeer() + asked.getTenant());
      assertEquals(List.of("fabrikam"), asked.getTenantsList());
      assertEquals(alice.getFirst().getNumber(), asked.getNumber());
      for (var entry : provider) {
        // What a change shows is what every read of the resource shows.
        var bare = entry.toBuilder().clearChanges().build().toString();
        assertFalse(bare.contains("alice") || bare.contains("contoso"), bare);
        for (var change : entry.getChangesList())
          assertTrue(change.getName().startsWith("subscriptions/fabrikam"), change.getName());
        assertEquals("", entry.getSha256() + entry.getPreviousSha256() + entry.getChangesSha256());
      }
      assertEquals(1, eve.size());
      assertEquals("NOT_FOUND", eve.getFirst().getOutcome());
    }
  }

  @Test
  void onlyAnAdministratorVerifiesAndExports() {
    try (var plane = ControlPlane.start(folder)) {
      var alice = auditAs(plane, "alice@contoso");
      var verify = Refusal.of(() -> alice.verifyAudit(VerifyAuditRequest.getDefaultInstance()));
      var export =
          Refusal.of(() -> alice.exportAudit(ExportAuditRequest.getDefaultInstance()).next());

      assertEquals("AUTHORIZATION_FAILED", verify.reason());
      assertEquals("AUTHORIZATION_FAILED", export.reason());
    }
  }

  @Test
  void filtersAndPagesLeaveOutNothingElse() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var _ = lab.network("vnet-a", "10.1.0.0/16");
      var _ = lab.network("vnet-b", "10.2.0.0/16");
      var all = list(plane, ListAuditEntriesRequest.newBuilder());

      var paged = new ArrayList<AuditEntry>();
      var request = ListAuditEntriesRequest.newBuilder().setPageSize(3);
      do {
        var page = audit(plane).listAuditEntries(request.build());
        paged.addAll(page.getEntriesList());
        request.setPageToken(page.getNextPageToken());
      } while (!request.getPageToken().isEmpty());
      var ofB =
          list(plane, ListAuditEntriesRequest.newBuilder().setResourcePrefix(VNET + "VNET-B"));
      var created =
          list(plane, ListAuditEntriesRequest.newBuilder().setMethod("CreateVirtualNetwork"));
      var tampered =
          Refusal.of(() ->
              audit(plane)
                  .listAuditEntries(
                      ListAuditEntriesRequest.newBuilder().setPageToken("bm9uZQ").build()));

      assertEquals(all, paged);
      assertEquals(
          List.of("CreateSubnet", "CreateVirtualNetwork"),
          ofB.stream()
              .map(entry -> entry.getMethod().substring(entry.getMethod().indexOf('/') + 1))
              .toList());
      assertEquals(2, created.size());
      assertEquals("PAGE_TOKEN_INVALID", tampered.reason());
    }
  }

  /** What is done to the file, and the entry that shows it; there are seven. */
  private static final Map<String, Long> EDITS =
      Map.of(
          "UPDATE audit SET principal = 'mallory' WHERE number = 3",
          3L,
          "UPDATE audit SET hash = previous WHERE number = 3",
          3L,
          "DELETE FROM audit WHERE number = 3",
          3L,
          "DELETE FROM audit WHERE number = 7",
          7L,
          "INSERT INTO audit SELECT number + 1, made_at, principal, tenant, peer, method,"
              + " request_id, outcome, reason, message, resources, resource_count, tenants,"
              + " revision, changes_hash, previous, hash FROM audit WHERE number = 7",
          8L,
          "UPDATE change SET body = REPLACE(body, 'contoso', 'litware') WHERE revision = 1",
          1L,
          "DELETE FROM change WHERE revision = 2",
          2L,
          "UPDATE audit_mark SET hash = '' WHERE name = 'last'",
          7L);

  @Test
  void whatIsChangedInTheDatabaseShowsWithItsNumber() throws IOException {
    try (var plane = ControlPlane.start(folder.resolve("made"))) {
      var lab = Lab.in(plane);
      var _ = lab.network("vnet-a", "10.1.0.0/16");
      var _ = Refusal.of(() -> lab.network("vnet-b", "10.9.0.0/33"));
      var verdict = verify(plane);
      assertFalse(verdict.hasFirstBreak(), verdict.toString());
      assertEquals(7, verdict.getEntries());
    }

    for (var edit : EDITS.entrySet()) {
      var file = folder.resolve("edited").toAbsolutePath();
      Files.copy(
          folder.resolve("made").resolve("postern.mv.db"),
          folder.resolve("edited.mv.db"),
          StandardCopyOption.REPLACE_EXISTING);
      int rows =
          Jdbi.create("jdbc:h2:file:" + file, "postern", "")
              .withHandle(handle -> handle.execute(edit.getKey()));
      assertEquals(1, rows, edit.getKey());
      try (var store = JdbcStore.openFile(file, 2, new RandomIds())) {
        var found = new VerifyAudit(store).verify(0, 0).fault().orElseThrow();
        assertEquals(edit.getValue(), found.number(), edit.getKey());
      }
    }
  }

  @Test
  void theChainGoesOnAfterARestart() {
    try (var plane = ControlPlane.start(folder)) {
      var _ = Lab.in(plane);
    }
    try (var plane = ControlPlane.start(folder)) {
      var _ = Lab.of(plane).network("vnet-a", "10.1.0.0/16");

      var verdict = verify(plane);

      assertFalse(verdict.hasFirstBreak());
      assertEquals(6, verdict.getLast().getNumber());
    }
  }

  private static AuditServiceBlockingStub audit(ControlPlane plane) {
    return plane.stub(AuditServiceGrpc::newBlockingStub);
  }

  private static AuditServiceBlockingStub auditAs(ControlPlane plane, String principal) {
    return plane.stubAs(principal, AuditServiceGrpc::newBlockingStub);
  }

  private static List<AuditEntry> list(
      ControlPlane plane, ListAuditEntriesRequest.Builder request) {
    return list(audit(plane), request);
  }

  private static List<AuditEntry> list(
      AuditServiceBlockingStub audit, ListAuditEntriesRequest.Builder request) {
    return audit.listAuditEntries(request.setPageSize(1000).build()).getEntriesList();
  }

  private static VerifyAuditResponse verify(ControlPlane plane) {
    return audit(plane).verifyAudit(VerifyAuditRequest.getDefaultInstance());
  }

  private static VirtualNetwork get(
      VirtualNetworkServiceGrpc.VirtualNetworkServiceBlockingStub networks, String name) {
    return networks
        .getVirtualNetwork(GetVirtualNetworkRequest.newBuilder().setName(name).build())
        .getVirtualNetwork();
  }
}
