package io.postern.server.dnsview;

import io.postern.dns.codec.MessageText;
import java.util.HashSet;

/**
 * An answer as DNS gave it, as far as that follows from what was stored.
 *
 * @param message as it was sent, but for what is not stored: the serials of zones are 0
 * @param leftToOthers whether upstream resolvers or the servers of a forwarding rule were asked for
 *     the rest, which is in no store
 */
@SuppressWarnings("ArrayRecordComponent") // compared by isLike alone
public record PastAnswer(byte[] message, boolean leftToOthers) {
  /** Whether a client was told the same, in whatever order. */
  boolean isLike(PastAnswer other) {
    var one = MessageText.read(message);
    var two = MessageText.read(other.message);
    return leftToOthers == other.leftToOthers
        && one.rcode().equals(two.rcode())
        && one.flags().equals(two.flags())
        && new HashSet<>(one.answers()).equals(new HashSet<>(two.answers()));
  }
}
