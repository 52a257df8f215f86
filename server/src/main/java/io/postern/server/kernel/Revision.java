package io.postern.server.kernel;

/** A point in the one order of all changes: the n-th write that was committed. */
public record Revision(long number) implements Comparable<Revision> {
  public static final Revision ZERO = new Revision(0);

  public Revision {
    if (number < 0) throw new IllegalArgumentException("A revision is never negative: " + number);
  }

  public Revision next() {
    return new Revision(number + 1);
  }

  /** The text callers see. It is opaque to them. */
  public String token() {
    return "r" + number;
  }

  public static Revision parse(String token, String field) {
    try {
      if (token.startsWith("r")) return new Revision(Long.parseLong(token.substring(1)));
    } catch (IllegalArgumentException e) {
      // falls through to the one refusal
    }
    throw ControlException.invalid(
        Reason.RESUME_TOKEN_INVALID,
        field,
        "'" + token + "' is not a revision token; pass one that this server gave out.");
  }

  public boolean isAfter(Revision other) {
    return number > other.number;
  }

  @Override
  public int compareTo(Revision other) {
    return Long.compare(number, other.number);
  }
}
