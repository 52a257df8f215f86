package io.postern.dns.datagram;

import java.lang.foreign.Arena;

/**
 * Answers that wait to be sent together. Those of one length to one sender are sent as one message,
 * which the system takes apart as late as it can: the way of a packet through the system costs more
 * than all that is done for its answer.
 */
final class Outbox {
  private static final int MESSAGES = 64;

  /** What Linux takes at a time, as long as it has known of such messages. */
  private static final int MAX_SEGMENTS = 64;

  private static final int OCTETS_EACH = 1 << 14;

  private final int socket;
  private final MessageArray messages;
  private final MessageArray single;
  private final byte[] segment = new byte[BatchSocket.MAX_ANSWER];
  private final int[] lengths = new int[MESSAGES];
  private final int[] segments = new int[MESSAGES];
  private int maxSegments;
  private int count;
  private int question = -1;
  private int firstToSender;

  /**
   * @param segmented whether the system is to take messages apart
   */
  Outbox(Arena arena, int socket, boolean segmented) {
    this.socket = socket;
    this.messages = new MessageArray(arena, MESSAGES, OCTETS_EACH);
    this.single = new MessageArray(arena, 1, BatchSocket.MAX_ANSWER);
    this.maxSegments = segmented ? MAX_SEGMENTS : 1;
  }

  /**
   * Puts an answer to one of the messages received. Of one sender are known to be those that follow
   * each other.
   */
  void put(MessageArray received, int message, byte[] octets, int length) {
    if (message != question) {
      if (question < 0 || !received.haveOneWay(question, message)) {
        firstToSender = count;
      }
      question = message;
    }
    for (int i = firstToSender; i < count; i++) {
      if (lengths[i] == length && hasRoom(i, length)) {
        messages.write(i, segments[i] * length, octets, length);
        segments[i]++;
        return;
      }
    }
    if (count == MESSAGES) {
      flush();
      question = message;
    }
    messages.addressTo(count, received, message);
    messages.write(count, 0, octets, length);
    lengths[count] = length;
    segments[count] = 1;
    count++;
  }

  private boolean hasRoom(int i, int length) {
    return segments[i] < maxSegments && (segments[i] + 1) * length <= OCTETS_EACH;
  }

  /** Sends all; one that cannot be sent is lost, as any datagram may be. */
  void flush() {
    for (int i = 0; i < count; i++) {
      if (segments[i] > 1) {
        messages.segment(i, lengths[i]);
      }
    }
    for (int first = 0; first < count; ) {
      var sent = LinuxCalls.sendmmsg(socket, messages.address(first), count - first);
      if (sent <= 0 && segments[first] > 1) {
        sendApart(first);
      }
      first += Math.max(sent, 1);
    }
    count = 0;
    question = -1;
    firstToSender = 0;
  }

  /** On a way where the system cannot take messages apart it is not asked to again. */
  private void sendApart(int message) {
    maxSegments = 1;
    for (int i = 0; i < segments[message]; i++) {
      messages.read(message, i * lengths[message], segment, lengths[message]);
      single.addressTo(0, messages, message);
      single.write(0, 0, segment, lengths[message]);
      var _ = LinuxCalls.sendmmsg(socket, single.address(0), 1);
    }
  }
}
