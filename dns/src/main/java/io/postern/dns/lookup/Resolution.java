package io.postern.dns.lookup;

import io.postern.dns.zone.OwnedSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a question comes with what this server knows: to an answer, or to other servers. */
public sealed interface Resolution {

  /**
   * The sections of a response.
   *
   * @param authoritative whether the data of the question's own name is ours (RFC 1035 §4.1.1)
   * @param error what is said beyond the code to those who understand it; null for most
   */
  record Answer(
      Rcode rcode,
      boolean authoritative,
      List<OwnedSet> answers,
      List<OwnedSet> authority,
      Additional additional,
      @Nullable ExtendedError error)
      implements Resolution {
    public Answer {
      answers = List.copyOf(answers);
      authority = List.copyOf(authority);
    }

    /** A response without an additional section. */
    public Answer(
        Rcode rcode,
        boolean authoritative,
        List<OwnedSet> answers,
        List<OwnedSet> authority,
        @Nullable ExtendedError error) {
      this(rcode, authoritative, answers, authority, Additional.NONE, error);
    }

    public Answer(
        Rcode rcode, boolean authoritative, List<OwnedSet> answers, List<OwnedSet> authority) {
      this(rcode, authoritative, answers, authority, Additional.NONE, null);
    }

    /** A response that has nothing to say but its code. */
    public static Answer of(Rcode rcode) {
      return new Answer(rcode, false, List.of(), List.of());
    }

    /** A response that has nothing to say but its code, and why. */
    public static Answer of(Rcode rcode, @Nullable ExtendedError error) {
      return new Answer(rcode, false, List.of(), List.of(), error);
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
