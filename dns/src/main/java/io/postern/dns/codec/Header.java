package io.postern.dns.codec;

/** Numbers of the message header and of the records that are about messages (RFC 1035 §4.1.1). */
final class Header {
  static final int LENGTH = 12;

  static final int QR = 0x8000;
  static final int OPCODE_MASK = 0x7800;
  static final int OPCODE_SHIFT = 11;
  static final int AA = 0x0400;
  static final int TC = 0x0200;
  static final int RD = 0x0100;
  static final int RA = 0x0080;
  static final int CD = 0x0010;

  static final int OPCODE_QUERY = 0;
  static final int OPCODE_NOTIFY = 4;
  static final int OPCODE_UPDATE = 5;

  static final int CLASS_IN = 1;

  static final int TYPE_SOA = 6;
  static final int TYPE_OPT = 41;
  static final int TYPE_TKEY = 249;
  static final int TYPE_TSIG = 250;
  static final int TYPE_IXFR = 251;
  static final int TYPE_AXFR = 252;
  static final int TYPE_MAILB = 253;
  static final int TYPE_MAILA = 254;

  /** Octets of an OPT record without options. */
  static final int OPT_LENGTH = 11;

  static final int EDNS_DO = 0x8000;

  private Header() {}
}
