package io.postern.dns.codec;

import io.postern.dns.view.Prefix;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a query that its response repeats.
 *
 * <p>The question section is kept as the client wrote it: the mix of upper and lower case is the
 * client's guard against forged answers and comes back unchanged.
 */
public final class QueryHead {
  /** Largest response sent over UDP, whatever the client offers: what fits any path unbroken. */
  public static final int MAX_UDP_SIZE = 1232;

  /** Largest UDP response to a client without EDNS (RFC 1035 §4.2.1). */
  public static final int MIN_UDP_SIZE = 512;

  /** Octets of an option's code and length. */
  static final int OPTION_HEAD = 4;

  private static final byte[] NO_OPTIONS = {};
  private static final int NOT_PADDED = -1;

  private final int id;
  private final int flags;
  private final byte[] questionSection;
  private final @Nullable Edns edns;
  private final boolean signed;
  private final byte[] options;
  private final int paddedBefore;

  /**
   * @param flags the second 16 bits of the header
   * @param questionSection empty if the message had no readable question
   * @param signed whether the query's last record is a signature (RFC 8945)
   */
  QueryHead(int id, int flags, byte[] questionSection, @Nullable Edns edns, boolean signed) {
    this(id, flags, questionSection, edns, signed, NO_OPTIONS, NOT_PADDED);
  }

  private QueryHead(
      int id,
      int flags,
      byte[] questionSection,
      @Nullable Edns edns,
      boolean signed,
      byte[] options,
      int paddedBefore) {
    this.id = id;
    this.flags = flags;
    this.questionSection = questionSection;
    this.edns = edns;
    this.signed = signed;
    this.options = options;
    this.paddedBefore = paddedBefore;
  }

  /**
   * This head with the query's client subnet repeated in the response, if there is one (RFC 7871
   * §7.2.1).
   *
   * @param scope the length of the prefix that the response holds for
   */
  public QueryHead repeatingSubnet(int scope) {
    if (edns == null || edns.subnet() == null) {
      return this;
    }
    var subnet = edns.subnet().withScope(edns.subnet().network() == null ? 0 : scope);
    return with(ClientSubnet.OPTION_CODE, subnet);
  }

  /** This head with a cookie in the response: the client's part, then ours (RFC 7873 §4). */
  public QueryHead withCookie(byte[] whole) {
    return with(Cookie.OPTION_CODE, whole);
  }

  /** This head with the name of the server in the response (RFC 5001 §2.3). */
  public QueryHead withServerName(byte[] name) {
    return with(EdnsOptions.NSID, name);
  }

  /**
   * This head with the time in the response for which the connection is kept without queries (RFC
   * 7828 §3.1).
   *
   * @param tenths of a second, 0 to 65535
   */
  public QueryHead withKeepalive(int tenths) {
    return with(EdnsOptions.KEEPALIVE, new byte[] {(byte) (tenths >> 8), (byte) tenths});
  }

  private QueryHead with(int code, byte[] data) {
    var more = ByteBuffer.allocate(options.length + OPTION_HEAD + data.length).put(options);
    more.putShort((short) code).putShort((short) data.length).put(data);
    return new QueryHead(id, flags, questionSection, edns, signed, more.array(), paddedBefore);
  }

  /**
   * This head with a response whose length says little of what is in it (RFC 7830).
   *
   * @param signature octets that will be put behind the response, and count
   */
  public QueryHead withPadding(int signature) {
    return new QueryHead(id, flags, questionSection, edns, signed, options, signature);
  }

  boolean isPadded() {
    return paddedBefore != NOT_PADDED;
  }

  /** Octets that will be put behind a padded response. */
  int paddedBefore() {
    return paddedBefore;
  }

  public int id() {
    return id;
  }

  public boolean recursionDesired() {
    return (flags & Header.RD) != 0;
  }

  /** Opcode, RD and CD: the flags a response takes over (RFC 1035 §4.1.1, RFC 4035 §3.2.2). */
  int echoedFlags() {
    return flags & (Header.OPCODE_MASK | Header.RD | Header.CD);
  }

  ByteBuffer questionSection() {
    return ByteBuffer.wrap(questionSection).asReadOnlyBuffer();
  }

  public @Nullable Edns edns() {
    return edns;
  }

  /** Where the client behind the sender is, if the query says so and does not ask to forget it. */
  public @Nullable Prefix subnet() {
    return edns == null || edns.subnet() == null ? null : edns.subnet().network();
  }

  /** Whether the query has a cookie, with a server's part or without. */
  public boolean hasCookie() {
    return edns != null && edns.cookie() != null;
  }

  /** Whether the query has the part of a cookie that a server makes. */
  public boolean hasServerCookie() {
    var cookie = edns == null ? null : edns.cookie();
    return cookie != null && cookie.hasServerPart();
  }

  boolean isSigned() {
    return signed;
  }

  /** The EDNS options of the response, each with its code and length. */
  ByteBuffer options() {
    return ByteBuffer.wrap(options).asReadOnlyBuffer();
  }

  /** Octets of the response's OPT record. */
  int optLength() {
    return edns == null ? 0 : Header.OPT_LENGTH + options.length;
  }

  /** The largest response that may be sent to this client over UDP. */
  public int udpLimit() {
    return edns == null ? MIN_UDP_SIZE : Math.clamp(edns.udpSize(), MIN_UDP_SIZE, MAX_UDP_SIZE);
  }
}
