package io.postern.client.resource;

import com.google.protobuf.ByteString;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.BackupServiceGrpc;
import io.postern.v1.ExportStoreRequest;
import io.postern.v1.ExportStoreResponse;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetBackupResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

/** Everything that a server stores, as a file. For administrators. */
public final class BackupClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public BackupClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Writes everything that the server stores, as it is at one revision. It takes as long as it
   * takes, whatever the deadline of the client, and is not repeated.
   *
   * @param target what the octets of the file go to; neither flushed nor closed
   * @return the last message, with the summary and the revision and no content
   * @throws IOException when the target does not take it
   * @throws PosternException when the server refuses or ends it; what was written is not whole then
   */
  public GetBackupResponse write(OutputStream target) throws IOException {
    var last = new AtomicReference<>(GetBackupResponse.getDefaultInstance());
    try {
      caller.stream(
          BackupServiceGrpc.getGetBackupMethod(),
          GetBackupRequest.getDefaultInstance(),
          piece -> {
            if (piece.hasSummary()) last.set(piece);
            else write(piece.getContent(), target);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!last.get().hasSummary()) throw new IOException("the backup ended without its summary");
    return last.get();
  }

  /**
   * Writes every resource that the server has, as lines of JSON, in the same way.
   *
   * @param target what the octets of the file go to; neither flushed nor closed
   * @return the last message, with the summary and the revision and no content
   * @throws IOException when the target does not take it
   * @throws PosternException when the server refuses or ends it; what was written is not whole then
   */
  public ExportStoreResponse export(OutputStream target) throws IOException {
    var last = new AtomicReference<>(ExportStoreResponse.getDefaultInstance());
    try {
      caller.stream(
          BackupServiceGrpc.getExportStoreMethod(),
          ExportStoreRequest.getDefaultInstance(),
          piece -> {
            if (piece.hasSummary()) last.set(piece);
            else write(piece.getContent(), target);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!last.get().hasSummary()) throw new IOException("the export ended without its summary");
    return last.get();
  }

  private static void write(ByteString content, OutputStream target) {
    try {
      content.writeTo(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
