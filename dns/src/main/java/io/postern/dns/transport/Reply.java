package io.postern.dns.transport;

/**
 * The way back to whoever sent a message. Exactly one of the two is called, once, by any thread.
 */
interface Reply {
  void send(byte[] response);

  /** The message gets no answer. */
  void drop();
}
