package io.postern.dns.name;

/** Text or bytes that are no domain name; the message says what is wrong and where. */
public final class InvalidNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidNameException(String message) {
    super(message);
  }
}
