package io.postern.server.backup;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.Freshness;
import io.postern.server.rpc.ShownResources;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.Store;
import io.postern.v1.BackupServiceGrpc.BackupServiceImplBase;
import io.postern.v1.ExportStoreRequest;
import io.postern.v1.ExportStoreResponse;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetBackupResponse;
import io.postern.v1.ReadConsistency;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Makes one backup or export at a time, each on a thread of its own: it takes as long as its reader
 * does.
 */
final class BackupGrpc extends BackupServiceImplBase {
  static final String ACTION = "Postern/backups/read";

  private final Calls calls;
  private final Policy policy;
  private final Freshness freshness;
  private final Store store;
  private final ShownResources shown;

  /** Each holds a connection to the database, and a picture of it, for as long as it takes. */
  private final Semaphore places = new Semaphore(1);

  @Inject
  BackupGrpc(Calls calls, Policy policy, Freshness freshness, Store store, ShownResources shown) {
    this.calls = calls;
    this.policy = policy;
    this.freshness = freshness;
    this.store = store;
    this.shown = shown;
  }

  @Override
  public void getBackup(GetBackupRequest request, StreamObserver<GetBackupResponse> out) {
    begin(
        out,
        piece -> GetBackupResponse.newBuilder().setContent(piece).build(),
        request.getConsistency(),
        content -> last(store.backup(content)));
  }

  @Override
  public void exportStore(ExportStoreRequest request, StreamObserver<ExportStoreResponse> out) {
    begin(
        out,
        piece -> ExportStoreResponse.newBuilder().setContent(piece).build(),
        request.getConsistency(),
        content -> last(store.export(content, shown::text)));
  }

  /**
   * Begins to answer.
   *
   * @param piece makes a message of octets
   * @param work writes all octets, and returns the last message
   */
  private <R> void begin(
      StreamObserver<R> out,
      Function<ByteString, R> piece,
      ReadConsistency consistency,
      Function<OutputStream, R> work) {
    var reader = (ServerCallStreamObserver<R>) out;
    try {
      policy.requireOnAll(calls.context(), ACTION);
      if (!places.tryAcquire()) throw taken();
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
      return;
    }
    // Before this returns, or gRPC takes no handlers any more.
    var content = new BackupContentGrpc<R>(reader, piece);
    var _ =
        Thread.ofVirtual()
            .name("postern-backup")
            .start(Context.current().wrap(() -> serve(consistency, reader, content, work)));
  }

  private <R> void serve(
      ReadConsistency consistency,
      ServerCallStreamObserver<R> reader,
      BackupContentGrpc<R> content,
      Function<OutputStream, R> work) {
    try {
      freshness.await(consistency, store.log().progress());
      var last = work.apply(content);
      content.flush();
      reader.onNext(last);
      reader.onCompleted();
    } catch (RuntimeException e) {
      if (!reader.isCancelled()) reader.onError(ErrorMapper.map(e));
    } finally {
      places.release();
    }
  }

  private static GetBackupResponse last(BackupSummary summary) {
    return GetBackupResponse.newBuilder()
        .setSummary(
            io.postern.v1.BackupSummary.newBuilder()
                .setSchema(summary.schema())
                .setRows(summary.rows())
                .setSha256(summary.sha256()))
        .setRevisionToken(summary.revision().token())
        .build();
  }

  private static ExportStoreResponse last(ExportSummary summary) {
    return ExportStoreResponse.newBuilder()
        .setSummary(
            io.postern.v1.ExportSummary.newBuilder()
                .setResources(summary.resources())
                .setSha256(summary.sha256()))
        .setRevisionToken(summary.revision().token())
        .build();
  }

  private static ControlException taken() {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "A backup is being made at this server already; come back later or ask another"
                        + " server.")
                .with("quota", "backups")
                .with("limit", "1")));
  }
}
