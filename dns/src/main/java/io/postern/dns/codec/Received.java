package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.name.DnsName;
import org.jspecify.annotations.Nullable;

/** What a message that came in turned out to be. */
public sealed interface Received {

  /** A question this server takes. */
  record Query(QueryHead head, Question question) implements Received {}

  /**
   * A secondary asks for a zone: for all of it (RFC 5936), or for what has changed (RFC 1995).
   *
   * @param since the serial that the secondary has; null asks for the whole zone
   */
  record Transfer(QueryHead head, DnsName zone, @Nullable Integer since) implements Received {}

  /** A message without a question, sent for the cookie in its answer (RFC 7873 §5.4). */
  record CookieQuery(QueryHead head) implements Received {}

  /** A query that is answered with nothing but a response code. */
  record Refused(QueryHead head, Rcode rcode) implements Received {}

  /**
   * A message that gets no answer: too short to have an id, or itself a response. Answering those
   * could be used to set two servers talking to each other.
   */
  record Ignored() implements Received {}
}
