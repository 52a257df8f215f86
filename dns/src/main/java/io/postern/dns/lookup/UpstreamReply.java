package io.postern.dns.lookup;

import io.postern.dns.zone.OwnedSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream resolver said to one question.
 *
 * @param rcode NOERROR or NXDOMAIN; anything else means that no resolver gave an answer
 * @param answers the chain that starts at the question's name: CNAMEs, then at most one set
 * @param authority the SOA of a denial, or empty
 * @param error why there is no answer, or that it is an old one; null otherwise
 */
public record UpstreamReply(
    Rcode rcode, List<OwnedSet> answers, List<OwnedSet> authority, @Nullable ExtendedError error) {

  /** What was said is no answer. */
  public static final UpstreamReply FAILED = failed(ExtendedError.NETWORK_ERROR);

  /** Nobody said anything. */
  public static final UpstreamReply UNREACHED = failed(ExtendedError.NO_REACHABLE_AUTHORITY);

  public UpstreamReply {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
  }

  public UpstreamReply(Rcode rcode, List<OwnedSet> answers, List<OwnedSet> authority) {
    this(rcode, answers, authority, null);
  }

  private static UpstreamReply failed(ExtendedError error) {
    return new UpstreamReply(Rcode.SERVFAIL, List.of(), List.of(), error);
  }

  public boolean isAnswer() {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
  }
}
