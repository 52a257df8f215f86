package io.postern.dns.lookup;

import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Claims;
import java.util.Arrays;

/**
 * Which of the claims on a name answer a network, by the policy of the zone: their numbers, all of
 * them live. None are picked where the name is dormant for the network. To be used again and again,
 * by one thread at a time.
 */
public final class ClaimPick {
  /** Claims that are as soon halved as guessed at. */
  private static final int FEW = 8;

  private int[] picked = new int[4];
  private int count;

  /** Number of claims picked. */
  public int count() {
    return count;
  }

  /** The claim that was picked as number {@code i}. */
  public int claim(int i) {
    return picked[i];
  }

  /** Picks anew. */
  public void pick(Claims claims, ClaimPolicy policy, NetworkView asker) {
    count = 0;
    switch (policy) {
      case PER_NETWORK -> pickPerNetwork(claims, asker);
      case FIRST_WINS -> pickOldest(claims);
      case ALL -> pickLive(claims, 0, claims.claimCount());
    }
  }

  /**
   * A network with a claim of its own is answered by that or not at all: while its connection waits
   * for approval it must not be sent to another network's endpoint, which it may not even reach.
   */
  private void pickPerNetwork(Claims claims, NetworkView asker) {
    if (pickLiveOf(claims, asker.networkId())) {
      return;
    }
    var peers = asker.peers();
    for (int i = 0; i < peers.size() && count == 0; i++) {
      var _ = pickLiveOf(claims, peers.get(i));
    }
    var oldest = claims.oldestLive();
    if (count == 0 && oldest >= 0) {
      var _ = pickLiveOf(claims, claims.networkOf(oldest));
    }
  }

  /** The claims of the oldest endpoint, whose members share its order. */
  private void pickOldest(Claims claims) {
    var oldest = claims.oldestLive();
    if (oldest < 0) {
      return;
    }
    var order = claims.orderOf(oldest);
    var network = claims.networkOf(oldest);
    for (int i = firstFrom(claims, network); isOf(claims, i, network); i++) {
      if (claims.isLive(i) && claims.orderOf(i) == order) {
        add(i);
      }
    }
  }

  /** Picks the live claims of a network; false if it has none at all, live or not. */
  private boolean pickLiveOf(Claims claims, int network) {
    var first = firstFrom(claims, network);
    var end = first;
    while (isOf(claims, end, network)) {
      end++;
    }
    pickLive(claims, first, end);
    return end > first;
  }

  private static boolean isOf(Claims claims, int claim, int network) {
    return claim < claims.claimCount() && claims.networkOf(claim) == network;
  }

  private void pickLive(Claims claims, int from, int to) {
    for (int i = from; i < to; i++) {
      if (claims.isLive(i)) {
        add(i);
      }
    }
  }

  private void add(int claim) {
    if (count == picked.length) {
      picked = Arrays.copyOf(picked, count * 2);
    }
    picked[count++] = claim;
  }

  /**
   * The first claim of this network or a later one. Networks are numbered one after the other, so
   * where most of them have a claim the number tells about where it stands: what is looked at first
   * is there, and then ever further from it, before halves are.
   */
  private static int firstFrom(Claims claims, int network) {
    var count = claims.claimCount();
    if (count <= FEW) {
      return firstFrom(claims, network, 0, count);
    }
    var first = claims.networkOf(0);
    var span = (long) claims.networkOf(count - 1) - first;
    var guess =
        Math.clamp((network - (long) first) * (count - 1) / Math.max(span, 1), 0, count - 1);
    var step = 1;
    if (claims.networkOf(guess) < network) {
      while (guess + step < count && claims.networkOf(guess + step) < network) {
        step *= 2;
      }
      return firstFrom(claims, network, guess + step / 2 + 1, Math.min(count, guess + step));
    }
    while (guess - step >= 0 && claims.networkOf(guess - step) >= network) {
      step *= 2;
    }
    return firstFrom(claims, network, Math.max(0, guess - step + 1), guess - step / 2);
  }

  private static int firstFrom(Claims claims, int network, int from, int to) {
    var low = from;
    var high = to;
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (claims.networkOf(middle) < network) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
