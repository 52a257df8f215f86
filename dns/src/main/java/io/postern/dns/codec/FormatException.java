package io.postern.dns.codec;

/** The message breaks the format; the response is FORMERR. */
final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  FormatException() {
    super(null, null, false, false);
  }
}
