package io.postern.dns.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The messages that come in on a connection, each with its length in two octets before it (RFC 1035
 * §4.2.2). What came together is taken in together, and its messages given out one after the other.
 * By one thread.
 */
final class MessageStream {
  private static final int FIRST_SIZE = 512;
  private static final int USUAL_SIZE = 16_384;

  private final InputStream in;
  private byte[] octets = new byte[FIRST_SIZE];
  private int from;
  private int to;

  MessageStream(InputStream in) {
    this.in = in;
  }

  /** Whether the next message is here as a whole, so that nothing has to be waited for. */
  boolean isReady() {
    return to - from >= Short.BYTES && to - from - Short.BYTES >= length();
  }

  /**
   * Returns once the next message is here.
   *
   * @throws EOFException if the other side ends before it
   */
  void await() throws IOException {
    fill(Short.BYTES);
    fill(Short.BYTES + length());
  }

  /** The length of the next message, which has been waited for. */
  int length() {
    return (octets[from] & 0xff) << 8 | (octets[from + 1] & 0xff);
  }

  /** Copies the next message to the beginning of {@code target}, and leaves it where it is. */
  void copyTo(byte[] target) {
    System.arraycopy(octets, from + Short.BYTES, target, 0, length());
  }

  /** Goes on to the message after the next. */
  void skip() {
    from += Short.BYTES + length();
  }

  byte[] take() {
    var message = new byte[length()];
    copyTo(message);
    skip();
    return message;
  }

  private void fill(int needed) throws IOException {
    if (to - from >= needed) {
      return;
    }
    makeRoom(needed);
    while (to - from < needed) {
      var count = in.read(octets, to, octets.length - to);
      if (count < 0) {
        throw new EOFException("the connection ended before a message did");
      }
      to += count;
    }
  }

  /** Grows with what the client sends: most connections bring a query or two. */
  private void makeRoom(int needed) {
    var isFull = to == octets.length;
    var size = Math.max(needed, isFull ? Math.min(2 * to, USUAL_SIZE) : octets.length);
    var target = size > octets.length ? new byte[size] : octets;
    System.arraycopy(octets, from, target, 0, to - from);
    octets = target;
    to -= from;
    from = 0;
  }
}
