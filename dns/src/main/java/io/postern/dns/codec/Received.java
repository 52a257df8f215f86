package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;

/** What a message that came in turned out to be. */
public sealed interface Received {

  /** A question this server takes. */
  record Query(QueryHead head, Question question) implements Received {}

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
