package io.postern.dns.http;

/** A connection of a client, as far as it counts who decides whether it is kept. */
public interface HttpConnection {
  /** Whether a whole request has come. */
  boolean hasAsked();

  /** How long nothing has been asked or answered; 0 while a request waits for its answer. */
  long quietNanos();

  /** Closes it at once, without a word to the client, which may not be reading. */
  void close();
}
