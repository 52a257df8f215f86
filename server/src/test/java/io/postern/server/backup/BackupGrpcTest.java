package io.postern.server.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.store.jdbc.NewStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.BackupServiceGrpc;
import io.postern.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.ExportStoreRequest;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetBackupResponse;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of a server that runs and takes writes. */
class BackupGrpcTest {
  private static final GetBackupRequest REQUEST = GetBackupRequest.getDefaultInstance();

  @TempDir Path folder;

  /** The content goes to the target; returns the last message. */
  private static GetBackupResponse read(Iterator<GetBackupResponse> pieces, OutputStream target)
      throws Exception {
    var last = GetBackupResponse.getDefaultInstance();
    while (pieces.hasNext()) {
      last = pieces.next();
      last.getContent().writeTo(target);
    }
    return last;
  }

  private static BackupServiceBlockingStub stub(ControlPlane plane) {
    return plane.stub(BackupServiceGrpc::newBlockingStub);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "server"})
  void whatIsRestoredIsWhatThereWasAtItsRevision(String origin) throws Exception {
    UnaryOperator<ServerSettings> settings =
        origin.equals("file")
            ? UnaryOperator.identity()
            : it -> it.with(it.store().withUrl(TestPostgres.url()));
    var content = new ByteArrayOutputStream();
    GetBackupResponse end;
    try (var plane = ControlPlane.start(folder.resolve("origin"), settings)) {
      var lab = Lab.in(plane);
      for (int i = 0; i < 8; i++) lab.network("before-" + i, "10.%d.0.0/16".formatted(i));

      var pieces = stub(plane).getBackup(REQUEST);
      assertTrue(pieces.hasNext());
      // The picture was taken; what is written from now on is not in it.
      var late = lab.network("late", "10.200.0.0/16");
      end = read(pieces, content);

      assertTrue(late.endsWith("/late"));
    }

    var summary = end.getSummary();
    var backup = content.toByteArray();
    var target = TestPostgres.schema();
    var restored = NewStore.inDatabase(target).restore(new ByteArrayInputStream(backup));
    assertEquals(summary.getSha256(), restored.sha256());
    assertEquals(summary.getRows(), restored.rows());
    assertEquals(end.getRevisionToken(), restored.revision().token());
    try (var store = JdbcStore.openServer(target, 2, new RandomIds())) {
      assertEquals(restored, store.backup(OutputStream.nullOutputStream()));
      assertEquals(restored.revision(), store.log().last());
      assertTrue(new Revision(8).compareTo(restored.revision()) <= 0, restored::toString);
    }
    assertEquals(
        restored,
        NewStore.inFile(folder.resolve("again/postern")).restore(new ByteArrayInputStream(backup)));
  }

  @Test
  void onlyAnAdministratorWithTheActionGetsOne() {
    try (var plane = ControlPlane.start(folder)) {
      var tenant = plane.stubAs("alice@contoso", BackupServiceGrpc::newBlockingStub);

      var refused =
          Refusal.of(() -> read(tenant.getBackup(REQUEST), OutputStream.nullOutputStream()));

      assertEquals(Status.Code.PERMISSION_DENIED, refused.code());
      assertEquals("AUTHORIZATION_FAILED", refused.reason());
      assertEquals(BackupGrpc.ACTION, refused.metadata().get("action"));
      var export = ExportStoreRequest.getDefaultInstance();
      assertEquals(refused, Refusal.of(() -> tenant.exportStore(export).hasNext()));
    }
  }

  @Test
  void oneIsMadeAtATimeAndAReaderThatLeavesMakesRoom() throws Exception {
    try (var plane = ControlPlane.start(folder);
        var slow = new NarrowChannel(plane.server().grpcAddress())) {
      fill(plane, 30);
      var reading = Context.current().withCancellation();
      var unread =
          reading.call(() -> BackupServiceGrpc.newBlockingStub(slow.channel()).getBackup(REQUEST));
      assertTrue(unread.hasNext());

      var refused =
          Refusal.of(() -> read(stub(plane).getBackup(REQUEST), OutputStream.nullOutputStream()));
      assertEquals("QUOTA_EXCEEDED", refused.reason());

      reading.cancel(null);
      Awaitility.await()
          .ignoreExceptions()
          .until(() ->
              read(stub(plane).getBackup(REQUEST), OutputStream.nullOutputStream()).hasSummary());
    }
  }

  /** A channel on which the server may send next to nothing ahead of its reader. */
  private record NarrowChannel(ManagedChannel channel) implements AutoCloseable {
    NarrowChannel(InetSocketAddress server) {
      this(NettyChannelBuilder.forAddress(server).usePlaintext().flowControlWindow(1024).build());
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  /** Networks with some ten kilobytes each that cannot be packed, so that there are many pieces. */
  private static void fill(ControlPlane plane, int networks) {
    Lab.in(plane);
    var random = new Random(5);
    for (int i = 0; i < networks; i++) {
      var network =
          VirtualNetwork.newBuilder().setRegion(Lab.REGION).addAddressPrefixes("10.1.0.0/16");
      for (int tag = 0; tag < 40; tag++)
        network.putTags(
            "tag" + tag,
            random
                .ints(250, '!', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
      var _ =
          plane
              .stub(VirtualNetworkServiceGrpc::newBlockingStub)
              .createVirtualNetwork(
                  CreateVirtualNetworkRequest.newBuilder()
                      .setParent(Lab.CONSUMER)
                      .setVirtualNetworkId("vnet-" + i)
                      .setVirtualNetwork(network)
                      .build());
    }
  }
}
