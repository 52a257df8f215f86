package io.postern.dns.lookup;

import io.postern.dns.zone.OwnedSet;
import java.util.List;

/**
 * What an upstream resolver said to one question.
 *
 * @param rcode NOERROR or NXDOMAIN; anything else means that no resolver gave an answer
 * @param answers the chain that starts at the question's name: CNAMEs, then at most one set
 * @param authority the SOA of a denial, or empty
 */
public record UpstreamReply(Rcode rcode, List<OwnedSet> answers, List<OwnedSet> authority) {
  public static final UpstreamReply FAILED =
      new UpstreamReply(Rcode.SERVFAIL, List.of(), List.of());

  public UpstreamReply {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
  }

  public boolean isAnswer() {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
  }
}
