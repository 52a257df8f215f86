package io.postern.dns.transfer;

import static io.postern.dns.transfer.TransferLab.APEX;
import static io.postern.dns.transfer.TransferLab.a;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.Lookup;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.ZoneLookup;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.ClaimState;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A zone that changes by chance, and secondaries that ask now and then: whatever they had, the
 * changes lead them to what the whole zone is, and that is what the network is answered.
 */
class RandomChangesTest {
  private static final long SEED = Long.getLong("postern.transfer.seed", 1);
  private static final int STEPS = Integer.getInteger("postern.transfer.steps", 60);
  private static final int NAMES = 40;
  private static final int WHOLE_EVERY = 5;

  private final Random random = new Random(SEED);
  private long revision = 0xffff_ffffL - STEPS;
  private long order;

  @Test
  void changesLeadToTheWholeZoneWhateverCameBetween() throws Exception {
    var index = TransferLab.index(TransferLab.zone(revision));
    try (var lab = TransferLab.start(index)) {
      var copies = new ArrayList<Copy>();
      for (int i = 0; i < 4; i++) {
        copies.add(new Copy(lab.open(), i == 0 ? "key-2" : "key-1"));
      }
      Map<Copy.By, Integer> counts = new EnumMap<>(Copy.By.class);
      for (int step = 1; step <= STEPS; step++) {
        index = changed(index);
        lab.publish(index);
        // The first two ask each time; of the others, some are away for long.
        for (int i = 0; i < copies.size(); i++) {
          if (i >= 2 && random.nextInt(6 * i) > 0) continue;
          counts.merge(copies.get(i).refresh(), 1, Integer::sum);
          var at = "seed " + SEED + ", step " + step + ", copy " + i;
          if (i >= 2 || step % WHOLE_EVERY == 0)
            assertEquals(lab.whole(i == 0 ? "key-2" : "key-1"), copies.get(i).records(), at);
        }
      }
      assertTrue(counts.getOrDefault(Copy.By.CHANGES, 0) >= STEPS, counts::toString);
      assertTrue(counts.getOrDefault(Copy.By.WHOLE_ZONE, 0) >= copies.size(), counts::toString);
    }
  }

  @Test
  void theCopyHoldsWhatTheNetworkIsAnsweredAndNothingElse() {
    var index = TransferLab.index(TransferLab.zone(revision));
    for (int step = 1; step <= STEPS; step++) {
      index = changed(index);
      for (int network = 1; network <= 2; network++) {
        var zone = index.zone(1);
        var view = index.view(network);
        if (zone == null || view == null) throw new AssertionError("both are there");
        var at = "seed " + SEED + ", step " + step;
        assertHoldsTheAnswers(zone, view, () -> at);
      }
    }
  }

  private static void assertHoldsTheAnswers(Zone zone, NetworkView view, Supplier<String> at) {
    var viewed = new ViewedZone(zone, view, "net");
    for (int i = 0; i < NAMES; i++) {
      var name = name(i);
      var node = zone.node(name);
      var sets = node == null ? List.<RecordSet>of() : viewed.sets(node);
      for (var type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME, RecordType.TXT)) {
        var answered =
            switch (ZoneLookup.lookup(zone, new Question(name, type), view)) {
              case Lookup.Found found -> found.answer().records();
              case Lookup.Alias alias -> alias.cname().records();
              default -> null;
            };
        var held =
            sets.stream()
                .filter(set -> set.type().equals(type) || set.type().equals(RecordType.CNAME))
                .findAny()
                .orElse(null);
        assertEquals(answered, held, () -> at.get() + ": " + name + " " + type);
      }
    }
  }

  /** Names on several levels, without wildcards: those answer for names that are not there. */
  private static DnsName name(int number) {
    return APEX.resolve(number % 3 == 0 ? "n" + number : "n" + number + ".sub" + number % 4);
  }

  private ZoneIndex changed(ZoneIndex index) {
    revision += random.nextInt(1, 4);
    var zone = index.zone(1);
    var view = index.view(1);
    if (zone == null || view == null) throw new AssertionError("both are there");
    var next = zone;
    switch (random.nextInt(20)) {
      case 0 -> {
        var peers = view.peers().isEmpty() ? List.of(random.nextInt(2, 4)) : List.<Integer>of();
        index = index.withView(view.withPeers(peers));
      }
      case 1 -> {
        var policies = ClaimPolicy.values();
        next = zone.withClaimPolicy(policies[random.nextInt(policies.length)]);
      }
      default -> {
        for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
          next = next.withNode(name(random.nextInt(NAMES)), node());
        }
      }
    }
    return index.withZone(1, next.withRevision(revision));
  }

  private Node node() {
    if (random.nextInt(4) == 0) {
      return Node.EMPTY;
    }
    var sets = new ArrayList<RecordSet>();
    if (random.nextInt(8) == 0) {
      sets.add(RecordSet.cname(10, name(random.nextInt(NAMES))));
    } else {
      if (random.nextBoolean()) {
        sets.add(a(address(), address()).withTtl(random.nextInt(1, 3)));
      }
      if (random.nextInt(3) == 0) {
        sets.add(RecordSet.of(RecordType.TXT, 60, Rdata.txt(List.of("t" + random.nextInt(3)))));
      }
    }
    var claims = new ArrayList<Claim>();
    for (int count = random.nextInt(4); count > 0; count--) {
      order++;
      var states = ClaimState.values();
      claims.add(
          new Claim(
              random.nextInt(1, 4),
              order,
              states[random.nextInt(states.length)],
              List.of(a(address()))));
    }
    return new Node(sets, claims);
  }

  private int last;

  private String address() {
    last++;
    return "10." + random.nextInt(3) + "." + last / 200 % 200 + "." + last % 200;
  }
}
