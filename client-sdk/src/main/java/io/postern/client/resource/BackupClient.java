package io.postern.client.resource;

import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.BackupServiceGrpc;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetBackupResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

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
    var end = new End();
    try {
      caller.stream(
          BackupServiceGrpc.getGetBackupMethod(),
          GetBackupRequest.getDefaultInstance(),
          piece -> {
            if (piece.hasSummary()) end.response = piece;
            else write(piece, target);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!end.response.hasSummary()) throw new IOException("the backup ended without its summary");
    return end.response;
  }

  private static void write(GetBackupResponse piece, OutputStream target) {
    try {
      piece.getContent().writeTo(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class End {
    private GetBackupResponse response = GetBackupResponse.getDefaultInstance();
  }
}
