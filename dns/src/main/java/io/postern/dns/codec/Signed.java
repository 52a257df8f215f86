package io.postern.dns.codec;

import io.postern.dns.lookup.Rcode;

/** What the signature of a query turned out to be. */
public sealed interface Signed {

  /** How the response is signed; as it is for a query that is not. */
  default Seal seal() {
    return Seal.NONE;
  }

  /** The query is not signed. */
  record Not() implements Signed {}

  /** The query was signed with this key, a moment ago. */
  record By(TsigKey key, Seal seal) implements Signed {}

  /** The query is answered with nothing but a response code (RFC 8945 §5.2). */
  record Refused(Rcode rcode, Seal seal) implements Signed {}
}
