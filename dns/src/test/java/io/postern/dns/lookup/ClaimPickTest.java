package io.postern.dns.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimPickTest {
  private static final List<RecordSet> ADDRESS =
      List.of(RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral("10.0.0.1"))));

  /**
   * Numbers of networks as they come: one after the other, with gaps, far apart, several claims.
   */
  @ParameterizedTest
  @CsvSource({"1000, 1", "1000, 3", "40, 1000000", "300, 1", "9, 2", "8, 2", "1, 7"})
  void findsTheClaimsOfANetworkWhereverTheyStand(int claims, int furthestApart) {
    var random = new Random(claims * 31L + furthestApart);
    for (int round = 0; round < 20; round++) {
      var node = node(random, claims, furthestApart);
      var pick = new ClaimPick();
      for (var network : asked(random, node)) {
        pick.pick(node, ClaimPolicy.PER_NETWORK, NetworkView.of(network, false));
        var picked = IntStream.range(0, pick.count()).map(pick::claim).boxed().toList();
        assertEquals(ownOrOldest(node, network), picked, "network " + network);
      }
    }
  }

  private static Node node(Random random, int claims, int furthestApart) {
    var made = new ArrayList<Claim>();
    var network = random.nextInt(furthestApart);
    for (int i = 0; i < claims; i++) {
      made.add(new Claim(network, i, true, ADDRESS));
      network += random.nextInt(furthestApart + 1);
    }
    return new Node(List.of(), made);
  }

  /** Those that have a claim, those beside them, and any. */
  private static List<Integer> asked(Random random, Node node) {
    var asked = new ArrayList<>(List.of(0, Integer.MAX_VALUE));
    for (int i = 0; i < 100; i++) {
      var network = node.networkOf(random.nextInt(node.claimCount()));
      asked.addAll(List.of(network, network + 1, Math.max(0, network - 1)));
    }
    return asked;
  }

  /** All of the network's own, or else those of the network whose claim is the oldest. */
  private static List<Integer> ownOrOldest(Node node, int network) {
    var own = of(node, network);
    return own.isEmpty() ? of(node, node.networkOf(node.oldestLive())) : own;
  }

  private static List<Integer> of(Node node, int network) {
    return IntStream.range(0, node.claimCount())
        .filter(claim -> node.networkOf(claim) == network)
        .boxed()
        .toList();
  }
}
