package io.postern.dns.http;

import java.time.Duration;

/**
 * What a connection gets at most.
 *
 * @param maxStreams requests of one HTTP/2 connection at one time
 * @param handshake how long a TLS handshake may take
 * @param checkedEvery how often connections are looked at
 */
public record HttpLimits(int maxStreams, Duration handshake, Duration checkedEvery) {
  /** Octets of the largest body, which is the largest DNS message. */
  static final int MAX_BODY = 0xffff;

  /** Octets of the longest first line of a request; HTTP/1.1. */
  static final int MAX_LINE = 8_192;

  /** Octets of all header fields of a request. */
  static final int MAX_HEADERS = 16_384;

  /**
   * Octets of header fields that are read by HTTP/2. More than are taken: a request that is cut off
   * while it comes is a broken stream to its client, which may never read why it is refused.
   */
  static final int MAX_HEADERS_READ = 4 * MAX_HEADERS;
}
