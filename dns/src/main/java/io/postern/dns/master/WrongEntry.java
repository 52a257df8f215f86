package io.postern.dns.master;

/** Ends the reading of an entry that is wrong. It costs no stack trace: it is about the file. */
final class WrongEntry extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongEntry(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
