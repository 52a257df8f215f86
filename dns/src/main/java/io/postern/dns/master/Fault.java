package io.postern.dns.master;

/** What is wrong at a place, in a sentence without its full stop. */
public record Fault(Place place, String reason) {
  /** The form that editors and people know from compilers: {@code file:line: reason}. */
  @Override
  public String toString() {
    return place + ": " + reason;
  }
}
