package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.backup.BackupException;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.BackupServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.ExportStoreRequest;
import io.postern.v1.ExportStoreResponse;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.LockLevel;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A system goes from a file to PostgreSQL as lines of JSON, and is the same there. */
@TestInstance(Lifecycle.PER_CLASS)
class ExportTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final ExportStoreRequest REQUEST = ExportStoreRequest.getDefaultInstance();

  @TempDir static Path folder;
  private Path export;
  private String network;
  private PrivateEndpoint endpoint;

  @BeforeAll
  void export() throws Exception {
    export = folder.resolve("all.jsonl");
    try (var plane = ControlPlane.start(folder.resolve("origin"))) {
      fill(plane);
      Files.write(export, exported(plane));
    }
  }

  private void fill(ControlPlane plane) {
    var lab = Lab.in(plane);
    var access = AccessLab.of(plane);
    access.grant("bob@contoso", "Reader", "tenants/contoso");
    access.lock(lab.zone("locked.contoso.example"), LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);
    // Something that no watch shows.
    var _ =
        plane
            .stub(ApiTokenServiceGrpc::newBlockingStub)
            .createApiToken(CreateApiTokenRequest.getDefaultInstance());
    network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var wanted = Lab.wanted(network, lab.storage("acct1"), true, "blob");
    endpoint = lab.endpoint("pe1", wanted);
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
    lab.service("pls", PrivateLinkService.newBuilder());
    // Its address rests, and is not given out again for a while.
    var gone = lab.endpoint("gone", Lab.wanted(network, lab.storage("acct2"), true, "blob"));
    var _ =
        lab.endpoints()
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder().setName(gone.getName()).build());
    var _ =
        plane
            .stub(WebhookServiceGrpc::newBlockingStub)
            .createWebhook(
                CreateWebhookRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setWebhookId("hook")
                    .setWebhook(Webhook.newBuilder().setUrl("https://hooks.invalid/"))
                    .build());
    endpoint = lab.get(endpoint);
  }

  private static byte[] exported(ControlPlane plane) throws Exception {
    var content = new ByteArrayOutputStream();
    var last = ExportStoreResponse.getDefaultInstance();
    var pieces = plane.stub(BackupServiceGrpc::newBlockingStub).exportStore(REQUEST);
    while (pieces.hasNext()) {
      last = pieces.next();
      last.getContent().writeTo(content);
    }
    assertTrue(last.hasSummary());
    return content.toByteArray();
  }

  /** How the deletion of the locked zone ends. */
  private static Code deletion(ControlPlane plane, String caller) {
    var zones =
        caller.isEmpty()
            ? plane.stub(PrivateDnsZoneServiceGrpc::newBlockingStub)
            : plane.stubAs(caller, PrivateDnsZoneServiceGrpc::newBlockingStub);
    var name = Lab.CONSUMER + "/providers/Microsoft.Network/privateDnsZones/locked.contoso.example";
    var request = DeletePrivateDnsZoneRequest.newBuilder().setName(name).build();
    return assertThrows(StatusRuntimeException.class, () -> zones.deletePrivateDnsZone(request))
        .getStatus()
        .getCode();
  }

  private static String address(PrivateEndpoint endpoint) {
    return endpoint.getCustomDnsConfigs(0).getIpAddresses(0);
  }

  private static List<String> withoutHead(byte[] lines) {
    return new String(lines, StandardCharsets.UTF_8).lines().skip(1).toList();
  }

  @Test
  void whatIsImportedIsTheSameToTheByteAndAnswersTheSame() throws Exception {
    var first = Files.readAllBytes(export);
    var url = TestPostgres.url();

    var summary = NewStore.inDatabase(TestPostgres.server(url)).importFrom(export);

    assertTrue(summary.resources() > 10, summary::toString);
    try (var plane =
        ControlPlane.start(
            folder.resolve("shared"), it -> it.with(it.store().withUrl(url)), new RandomIds())) {
      assertEquals(withoutHead(first), withoutHead(exported(plane)));
      assertEquals(
          endpoint,
          plane
              .stub(PrivateEndpointServiceGrpc::newBlockingStub)
              .getPrivateEndpoint(
                  GetPrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build())
              .getPrivateEndpoint());
      var lab = Lab.of(plane);
      assertTrue(lab.ask(network, NAME, "A").endsWith(" A 10.1.0.4"));
      assertEquals(Code.NOT_FOUND, deletion(plane, "alice@contoso"), "alice was given nothing");
      assertEquals(Code.FAILED_PRECONDITION, deletion(plane, ""), "the zone is locked");
      // Not the address that is held, and not the one that rests.
      var next = lab.endpoint("pe2", Lab.wanted(network, lab.storage("acct3"), true, "blob"));
      assertEquals("10.1.0.6", address(next));
      lab.reject(endpoint);
      assertFalse(lab.ask(network, NAME, "A").endsWith(" A 10.1.0.4"));
    }
  }

  @Test
  void aStoreAtRestGivesTheSameLinesAndEachSaysWhatItIs() throws Exception {
    var target = new ByteArrayOutputStream();

    var summary = Stores.export(ServerSettings.in(folder.resolve("origin")), target);

    assertEquals(withoutHead(Files.readAllBytes(export)), withoutHead(target.toByteArray()));
    var json = new JsonMapper();
    var lines = target.toString(StandardCharsets.UTF_8).lines().map(json::readTree).toList();
    assertEquals("export", lines.getFirst().path("postern").asString(""));
    assertEquals(summary.revision().number(), lines.getFirst().path("revision").asLong(0));
    assertEquals(summary.sha256(), lines.getLast().path("sha256").asString(""));
    var shown =
        lines.stream()
            .filter(line -> line.path("name").asString("").equals(endpoint.getName()))
            .findFirst()
            .orElseThrow();
    assertEquals("privateEndpoint", shown.path("kind").asString(""));
    assertEquals(endpoint.getUid(), shown.path("resource").path("uid").asString(""));
  }

  @Test
  void whatIsNotWholeIsRefusedBeforeAnythingIsWritten() throws Exception {
    var text = Files.readString(export);
    var target = folder.resolve("target");
    for (var wrong :
        List.of(
            text.substring(0, text.length() / 2),
            text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1),
            text.replaceFirst("10\\.1\\.0\\.4", "10.1.0.5"),
            text.replaceFirst("\"revision\":[0-9]+", "\"revision\":3"),
            text + "{}\n",
            text.replaceFirst("\"format\":1", "\"format\":2"),
            "dear Ada",
            "")) {
      var file = Files.writeString(folder.resolve("wrong"), wrong);
      assertThrows(
          BackupException.class, () -> NewStore.inFile(target.resolve("postern")).importFrom(file));
      assertFalse(Files.exists(target));
    }
  }

  @Test
  void aStoreThatIsThereIsNotWrittenOver() {
    var refused =
        assertThrows(
            BackupException.class,
            () -> NewStore.inFile(folder.resolve("origin/postern")).importFrom(export));
    assertTrue(String.valueOf(refused.getMessage()).contains("there is a store already"));
  }
}
