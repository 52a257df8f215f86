package io.postern.dns.codec;

import org.jspecify.annotations.Nullable;

/**
 * What a query's OPT record says (RFC 6891).
 *
 * @param udpSize largest UDP message the client takes, as it stands in the record
 * @param dnssecOk the DO bit, echoed; there are no signatures to give (RFC 3225 §3)
 * @param options none if the version is one whose options this server cannot know
 */
public record Edns(int udpSize, int version, boolean dnssecOk, EdnsOptions options) {

  /** Where the client behind the sender is; null if nothing is said of it. */
  public @Nullable ClientSubnet subnet() {
    return options.subnet();
  }

  public @Nullable Cookie cookie() {
    return options.cookie();
  }
}
