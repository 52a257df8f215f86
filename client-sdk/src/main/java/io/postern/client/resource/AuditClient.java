package io.postern.client.resource;

import io.postern.client.call.Listing;
import io.postern.client.call.Page;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.AuditEntry;
import io.postern.v1.AuditServiceGrpc;
import io.postern.v1.ExportAuditRequest;
import io.postern.v1.ExportAuditResponse;
import io.postern.v1.ListAuditEntriesRequest;
import io.postern.v1.VerifyAuditRequest;
import io.postern.v1.VerifyAuditResponse;
import java.util.function.Consumer;

/** Who did what, and who was refused what. */
public final class AuditClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public AuditClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Lists entries, the newest first, as far as the caller may see them.
   *
   * @param filters of the list; its page token is ignored
   */
  public Listing<AuditEntry> list(ListAuditEntriesRequest filters) {
    return new Listing<>(pageToken -> {
      var request = filters.toBuilder().setPageToken(pageToken).build();
      var answer = caller.read(AuditServiceGrpc.getListAuditEntriesMethod(), request);
      return new Page<>(
          answer.getEntriesList(), answer.getNextPageToken(), answer.getRevisionToken());
    });
  }

  /**
   * Has the server compute the chain again, and hold what was changed against it. For
   * administrators.
   *
   * @param fromNumber the first entry to look at; 0 is the oldest
   * @param toNumber the last one; 0 is the newest
   */
  public VerifyAuditResponse verify(long fromNumber, long toNumber) {
    var request =
        VerifyAuditRequest.newBuilder().setFromNumber(fromNumber).setToNumber(toNumber).build();
    return caller.read(AuditServiceGrpc.getVerifyAuditMethod(), request);
  }

  /**
   * Reads all entries, the oldest first, with the beginning and the end of their chain; {@link
   * AuditChain} computes it again. It takes as long as it takes, and is not repeated. For
   * administrators.
   *
   * @param fromNumber the first entry; 0 is the oldest
   * @throws PosternException when the server refuses or ends it
   */
  public void export(long fromNumber, Consumer<ExportAuditResponse> each) {
    caller.stream(
        AuditServiceGrpc.getExportAuditMethod(),
        ExportAuditRequest.newBuilder().setFromNumber(fromNumber).build(),
        each);
  }
}
