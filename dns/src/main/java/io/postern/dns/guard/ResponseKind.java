package io.postern.dns.guard;

import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Resolution.Answer;

/** The kinds of responses that are counted by themselves. */
public enum ResponseKind {
  /** There are records. */
  POSITIVE(1),
  /** The name is there without such records. */
  NO_DATA(2),
  /** There is no such name. */
  NO_SUCH_NAME(3),
  /** Anything that is a code and nothing else. */
  ERROR(4);

  private final int number;

  ResponseKind(int number) {
    this.number = number;
  }

  /** A number that no other kind has. */
  int number() {
    return number;
  }

  public static ResponseKind of(Answer answer) {
    if (answer.rcode() == Rcode.NXDOMAIN) {
      return NO_SUCH_NAME;
    }
    if (answer.rcode() != Rcode.NOERROR) {
      return ERROR;
    }
    return answer.answers().isEmpty() ? NO_DATA : POSITIVE;
  }
}
