package io.postern.dns.answer;

import io.postern.dns.name.NameOctets;

/**
 * The query at hand, if it is a usual one: one question of class IN (RFC 1035 §4.1), and nothing
 * behind it but an OPT record of version 0 without options (RFC 6891), if that. To be used again
 * and again, by one thread at a time.
 */
final class UsualQuery {
  static final int HEADER_LENGTH = 12;
  static final int OPT_LENGTH = 11;
  static final int CLASS_IN = 1;
  static final int TYPE_OPT = 41;

  private static final int TYPE_SOA = 6;
  private static final int TYPE_DS = 43;
  private static final int FIRST_TYPE_OF_QUERIES = 249;
  private static final int QR_AND_OPCODE = 0xf800;
  private static final int ECHOED = 0x0110;
  private static final int RECURSION_DESIRED = 0x0100;
  private static final int DNSSEC_OK = 0x80;

  final NameOctets name = new NameOctets();
  private byte[] message = {};
  private int questionEnd;
  private int type;
  private boolean edns;
  private boolean dnssecOk;
  private int udpSize;

  /** Reads a query; false for one that is not usual, of which nothing else may be asked then. */
  boolean read(byte[] octets, int length) {
    message = octets;
    if (length < HEADER_LENGTH || (shortAt(2) & QR_AND_OPCODE) != 0 || shortAt(4) != 1) {
      return false;
    }
    var additional = shortAt(10);
    if (shortAt(6) != 0 || shortAt(8) != 0 || additional > 1) {
      return false;
    }
    var at = name.read(octets, HEADER_LENGTH, length);
    if (at < 0 || at + 4 > length || shortAt(at + 2) != CLASS_IN) {
      return false;
    }
    type = shortAt(at);
    questionEnd = at + 4;
    edns = additional == 1;
    return isUsual(type) && (edns ? readOpt(questionEnd, length) : length == questionEnd);
  }

  private static boolean isUsual(int type) {
    return type != TYPE_SOA && type != TYPE_DS && type != TYPE_OPT && type < FIRST_TYPE_OF_QUERIES;
  }

  /** An OPT record at the root, of version 0, that is all there is and holds nothing. */
  private boolean readOpt(int at, int length) {
    if (length != at + OPT_LENGTH || message[at] != 0 || shortAt(at + 1) != TYPE_OPT) {
      return false;
    }
    udpSize = shortAt(at + 3);
    dnssecOk = (message[at + 7] & DNSSEC_OK) != 0;
    return message[at + 6] == 0 && shortAt(at + 9) == 0;
  }

  private int shortAt(int at) {
    return (message[at] & 0xff) << 8 | (message[at + 1] & 0xff);
  }

  int id() {
    return shortAt(0);
  }

  int type() {
    return type;
  }

  /** RD and CD, which the response takes over. */
  int echoedFlags() {
    return shortAt(2) & ECHOED;
  }

  boolean recursionDesired() {
    return (shortAt(2) & RECURSION_DESIRED) != 0;
  }

  /** Copies the header and the question, in the client's spelling. */
  int copyQuestion(byte[] response) {
    System.arraycopy(message, 0, response, 0, questionEnd);
    return questionEnd;
  }

  boolean hasEdns() {
    return edns;
  }

  boolean dnssecOk() {
    return dnssecOk;
  }

  /** The largest message that the client takes, as it says. */
  int udpSize() {
    return udpSize;
  }
}
