package io.postern.client.call;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How a write is to be made. Start at {@link #DEFAULT} and change what differs.
 *
 * @param requestId makes repeating the write safe: the server answers a repeated id with its first
 *     answer, and refuses it with {@code REQUEST_ID_REUSED} when the rest of the request differs.
 *     At most 64 characters. Empty: a new random one for each call. Give one of your own to be able
 *     to repeat a write after a crash
 * @param validateOnly the server checks the write in full and answers as if it had been made, but
 *     stores nothing
 * @param etag the write is made only if this is the current etag of the resource; else it fails
 *     with {@link io.postern.client.error.PosternException.StaleEtag}. Empty: for an update the
 *     etag in the resource counts, and if that is empty, too, the write is made whatever is there
 * @param deadline how long the call may take, retries included. Empty: the deadline of the client
 */
public record WriteOptions(
    String requestId, boolean validateOnly, String etag, Optional<Duration> deadline) {

  /** A new request id for each call, really written, no etag, the deadline of the client. */
  public static final WriteOptions DEFAULT = new WriteOptions("", false, "", Optional.empty());

  public WriteOptions {
    if (deadline.filter(given -> given.isNegative() || given.isZero()).isPresent()) {
      throw new IllegalArgumentException("a deadline must be positive, not " + deadline.get());
    }
  }

  /** These options with a request id of the caller's own. */
  public WriteOptions withRequestId(String newRequestId) {
    return new WriteOptions(newRequestId, validateOnly, etag, deadline);
  }

  /** These options for a write that is only checked. */
  public WriteOptions withValidateOnly(boolean newValidateOnly) {
    return new WriteOptions(requestId, newValidateOnly, etag, deadline);
  }

  /** These options for a write that is made only on the value with this etag. */
  public WriteOptions withEtag(String newEtag) {
    return new WriteOptions(requestId, validateOnly, newEtag, deadline);
  }

  /** These options with a deadline of their own. */
  public WriteOptions withDeadline(Duration newDeadline) {
    return new WriteOptions(requestId, validateOnly, etag, Optional.of(newDeadline));
  }

  /** The request id to send: the caller's, or a new random UUID. */
  public String requestIdOrNew() {
    return requestId.isEmpty() ? UUID.randomUUID().toString() : requestId;
  }
}
