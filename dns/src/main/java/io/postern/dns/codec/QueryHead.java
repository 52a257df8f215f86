package io.postern.dns.codec;

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

  private final int id;
  private final int flags;
  private final byte[] questionSection;
  private final @Nullable Edns edns;

  /**
   * @param flags the second 16 bits of the header
   * @param questionSection empty if the message had no readable question
   */
  QueryHead(int id, int flags, byte[] questionSection, @Nullable Edns edns) {
    this.id = id;
    this.flags = flags;
    this.questionSection = questionSection;
    this.edns = edns;
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

  /** The largest response that may be sent to this client over UDP. */
  public int udpLimit() {
    return edns == null ? MIN_UDP_SIZE : Math.clamp(edns.udpSize(), MIN_UDP_SIZE, MAX_UDP_SIZE);
  }
}
