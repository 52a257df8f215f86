package io.postern.dns.lookup;

import io.postern.dns.zone.OwnedSet;
import java.util.List;

/** How far a question comes with what this server knows: to an answer, or to other servers. */
public sealed interface Resolution {

  /**
   * The sections of a response.
   *
   * @param authoritative whether the data of the question's own name is ours (RFC 1035 §4.1.1)
   */
  record Answer(
      Rcode rcode,
      boolean authoritative,
      List<OwnedSet> answers,
      List<OwnedSet> authority,
      Additional additional)
      implements Resolution {
    public Answer {
      answers = List.copyOf(answers);
      authority = List.copyOf(authority);
    }

    /** A response without an additional section. */
    public Answer(
        Rcode rcode, boolean authoritative, List<OwnedSet> answers, List<OwnedSet> authority) {
      this(rcode, authoritative, answers, authority, Additional.NONE);
    }

    /** A response that has nothing to say but its code. */
    public static Answer of(Rcode rcode) {
      return new Answer(rcode, false, List.of(), List.of());
    }
  }

  /** An upstream resolver, or a server of a rule, must be asked before the question can go on. */
  non-sealed interface Upstream extends Resolution {
    Inquiry inquiry();

    default Question question() {
      return inquiry().question();
    }

    /** Goes on with the reply; to be called once. */
    Resolution resume(UpstreamReply reply);
  }
}
