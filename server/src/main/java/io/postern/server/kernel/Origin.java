package io.postern.server.kernel;

/**
 * What a call came as, for the audit. Decides nothing.
 *
 * @param method the full name of the RPC, such as {@code postern.v1.DnsService/Query}; empty for
 *     what the server does by itself
 * @param peer the address and port that the call came from; empty where there is none
 * @param requestId the caller's own id for the request; empty if it gave none
 */
public record Origin(String method, String peer, String requestId) {
  /** No call: something that the server does by itself. */
  public static final Origin NONE = new Origin("", "", "");

  public Origin withRequestId(String other) {
    return new Origin(method, peer, other);
  }
}
