package io.postern.server.backup;

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
import io.postern.server.store.BackupSummary;
import io.postern.server.store.Store;
import io.postern.v1.BackupServiceGrpc.BackupServiceImplBase;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetBackupResponse;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/** Makes one backup at a time, each on a thread of its own: it takes as long as its reader does. */
final class BackupGrpc extends BackupServiceImplBase {
  static final String ACTION = "Postern/backups/read";

  private final Calls calls;
  private final Policy policy;
  private final Freshness freshness;
  private final Store store;

  /** Each holds a connection to the database, and a picture of it, for as long as it takes. */
  private final Semaphore places = new Semaphore(1);

  @Inject
  BackupGrpc(Calls calls, Policy policy, Freshness freshness, Store store) {
    this.calls = calls;
    this.policy = policy;
    this.freshness = freshness;
    this.store = store;
  }

  @Override
  public void getBackup(GetBackupRequest request, StreamObserver<GetBackupResponse> out) {
    var reader = (ServerCallStreamObserver<GetBackupResponse>) out;
    try {
      policy.requireOnAll(calls.context(), ACTION);
      if (!places.tryAcquire()) throw taken();
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
      return;
    }
    // Before this returns, or gRPC takes no handlers any more.
    var content = new BackupContentGrpc(reader);
    var _ =
        Thread.ofVirtual()
            .name("postern-backup")
            .start(Context.current().wrap(() -> serve(request, reader, content)));
  }

  private void serve(
      GetBackupRequest request,
      ServerCallStreamObserver<GetBackupResponse> reader,
      BackupContentGrpc content) {
    try {
      freshness.await(request.getConsistency(), store.log().progress());
      var summary = store.backup(content);
      content.flush();
      reader.onNext(last(summary));
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
