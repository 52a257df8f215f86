package io.postern.dns.lookup;

import io.postern.dns.zone.ClaimState;
import org.jspecify.annotations.Nullable;

/**
 * What a response says beyond its code, to those who sent EDNS: an INFO-CODE of the IANA registry
 * and a text for people (RFC 8914).
 *
 * <p>Why a name is not answered privately has no code of its own there. Blocked, Censored, Filtered
 * and Prohibited (15 to 18) say that somebody forbids the answer, and resolvers show them as such,
 * while here the name is answered, only from the public side. Forged Answer (4) says that the data
 * is not the owner's, which would be the private answer rather than this one. So it is Other (0),
 * which RFC 8914 §4.1 has for what matches nothing else, and the text tells.
 *
 * <p>A text never names a resource: it is about the network that asks and nobody else, and it costs
 * no memory for each name.
 */
public enum ExtendedError {
  CONNECTION_PENDING(0, "private endpoint of this network: connection pending approval"),
  CONNECTION_REJECTED(0, "private endpoint of this network: connection rejected"),
  CONNECTION_DISCONNECTED(0, "private endpoint of this network: connection disconnected"),
  CONNECTION_SUSPENDED(0, "private endpoint of this network: connection suspended"),
  ZONE_NOT_LINKED(0, "private endpoint of this network: its private DNS zone is not linked"),
  ALIAS_LOOP(0, "alias chain is a loop or too long"),
  TOO_MANY_WAITING(0, "too many questions wait for other servers"),
  TOO_MANY_TRANSFERS(0, "too many zone transfers are under way"),
  /** The answer is past its time, for nobody gave a newer one. */
  STALE_ANSWER(3, "no upstream server answered; this is what it said before"),
  /** The same of a name that did not exist. */
  STALE_NO_SUCH_NAME(19, "no upstream server answered; this is what it said before"),
  /** The client is of no network that is served. */
  UNKNOWN_CLIENT(18, "client is of no known network"),
  /** Whoever asks for a zone may not have it. */
  TRANSFER_PROHIBITED(18, "zone transfers are not for this client"),
  /** The name is in no zone here, and nobody else is asked. */
  NOT_AUTHORITATIVE(20, "name is in no zone of this network"),
  /** None of the servers to ask has answered. */
  NO_REACHABLE_AUTHORITY(22, "no upstream server answered"),
  /** Those who answered gave nothing that is an answer. */
  NETWORK_ERROR(23, "upstream servers gave no answer that can be used");

  private final int infoCode;
  private final String text;

  ExtendedError(int infoCode, String text) {
    this.infoCode = infoCode;
    this.text = text;
  }

  /** Why a claim gives no address; null for one that does. */
  static @Nullable ExtendedError of(ClaimState state) {
    return switch (state) {
      case LIVE -> null;
      case PENDING -> CONNECTION_PENDING;
      case REJECTED -> CONNECTION_REJECTED;
      case DISCONNECTED -> CONNECTION_DISCONNECTED;
      case SUSPENDED -> CONNECTION_SUSPENDED;
    };
  }

  /** The INFO-CODE (RFC 8914 §4). */
  public int infoCode() {
    return infoCode;
  }

  /** The EXTRA-TEXT (RFC 8914 §2). */
  public String text() {
    return text;
  }
}
