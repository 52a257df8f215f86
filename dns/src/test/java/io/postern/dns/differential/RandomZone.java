package io.postern.dns.differential;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A zone of everything that makes look-ups differ, from a seed: names of few labels, so that they
 * lie above, below and beside one another; wildcards, empty non-terminals, delegations with glue
 * and what is hidden below them, aliases in the zone, into the other, out of both, to nothing and
 * in rings; DNAMEs; sets too large for a datagram.
 */
final class RandomZone {
  private static final List<String> LABELS = List.of("a", "b", "c", "d", "e", "f", "*", "_x");
  private static final int OWNERS = 400;

  private final RandomGenerator random;
  private final String apex;
  private final String other;

  /** The types at each owner. */
  private final Map<String, Set<String>> types = new TreeMap<>();

  private final StringBuilder text = new StringBuilder();

  private RandomZone(RandomGenerator random, String apex, String other) {
    this.random = random;
    this.apex = apex;
    this.other = other;
  }

  /** The text of the zone {@code apex}, which leads now and then into the zone {@code other}. */
  static String text(RandomGenerator random, String apex, String other) {
    var zone = new RandomZone(random, apex, other);
    zone.head();
    for (int i = 0; i < OWNERS; i++) zone.owner(zone.name());
    return zone.text.toString();
  }

  /** A name in a zone made so, or near one: for records to lead to, and for questions. */
  static String nameIn(RandomGenerator random, String apex) {
    var name = new StringBuilder();
    for (int depth = 1 + random.nextInt(4); depth > 0; depth--)
      name.append(LABELS.get(random.nextInt(LABELS.size()))).append('.');
    return name + apex;
  }

  private void head() {
    text.append("$TTL 300\n@ SOA a.ns host 2026 7200 3600 1209600 120\n");
    text.append("@ NS a.ns\n@ NS b.ns\n@ NS ns.elsewhere.net.\n@ MX 5 a.ns\n");
    text.append("a.ns A 192.0.2.1\na.ns AAAA 2001:db8::1\nb.ns A 192.0.2.2\n");
    types.put("", new HashSet<>(Set.of("SOA", "NS", "MX")));
    types.put("a.ns", new HashSet<>(Set.of("A", "AAAA")));
    types.put("b.ns", new HashSet<>(Set.of("A")));
  }

  /** An owner relative to the apex. */
  private String name() {
    var full = nameIn(random, apex);
    return full.substring(0, full.length() - apex.length() - 1);
  }

  private void owner(String owner) {
    if (isBelow(owner, "DNAME")) return;
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> add(owner, "CNAME", target());
      case 3, 4 -> delegate(owner);
      case 5 -> redirect(owner);
      case 6 -> large(owner);
      default -> {
        for (int i = random.nextInt(3); i >= 0; i--) data(owner);
      }
    }
  }

  private void data(String owner) {
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        for (int i = random.nextInt(3); i >= 0; i--)
          add(owner, "A", "10.0.0." + random.nextInt(250));
      }
      case 2 -> add(owner, "AAAA", "2001:db8::" + Integer.toHexString(random.nextInt(1000)));
      case 3 -> add(owner, "MX", random.nextInt(9) + " " + target());
      case 4 -> add(owner, "TXT", "\"text %d\" \"and more\"".formatted(random.nextInt(9)));
      case 5 -> add(owner, "SRV", "1 2 %d %s".formatted(random.nextInt(9), target()));
      case 6 -> add(owner, "CAA", "0 issue \"ca%d.example\"".formatted(random.nextInt(9)));
      default -> add(owner, "TYPE65400", "\\# 3 0102%02x".formatted(random.nextInt(255)));
    }
  }

  private void delegate(String owner) {
    if (owner.startsWith("*")) return;
    for (int i = 1 + random.nextInt(2); i >= 0; i--) {
      var server = random.nextBoolean() ? "ns" + i + "." + owner + "." + apex + "." : target();
      add(owner, "NS", server);
      if (server.endsWith("." + owner + "." + apex + "."))
        add(
            "ns" + i + "." + owner,
            random.nextBoolean() ? "A" : "AAAA",
            i == 0 ? "2001:db8::2" : "2001:db8::3");
    }
    if (random.nextInt(3) == 0) add(owner, "DS", "1 8 1 da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  private void redirect(String owner) {
    boolean hasBelow = types.keySet().stream().anyMatch(each -> each.endsWith("." + owner));
    if (!owner.startsWith("*") && !hasBelow) add(owner, "DNAME", target());
  }

  /** Twenty of them fill a datagram of 512 octets, eighty one of 1232. */
  private void large(String owner) {
    int count = random.nextBoolean() ? 40 : 90;
    for (int i = 0; i < count; i++) add(owner, "A", "10.1." + i + ".1");
  }

  private String target() {
    return switch (random.nextInt(8)) {
      case 0 -> "www.elsewhere.net.";
      case 1 -> nameIn(random, other) + ".";
      default -> nameIn(random, apex) + ".";
    };
  }

  private boolean isBelow(String owner, String type) {
    return types.entrySet().stream()
        .anyMatch(each -> owner.endsWith("." + each.getKey()) && each.getValue().contains(type));
  }

  /** Adds the record if the zone is still one with it. */
  private void add(String owner, String type, String data) {
    var there = types.computeIfAbsent(owner, name -> new HashSet<>());
    boolean alone = type.equals("CNAME");
    boolean single = alone || type.equals("DNAME");
    boolean excluded =
        alone && !there.isEmpty()
            || there.contains("CNAME")
            || single && there.contains(type)
            || type.equals("NS") && there.contains("DNAME")
            || type.equals("DNAME") && there.contains("NS")
            || isBelow(owner, "DNAME");
    var shown = type.equals("A") && data.contains(":") ? "AAAA" : type;
    if (excluded) return;
    there.add(shown);
    int ttl = 60 * (1 + Math.floorMod((owner + shown).hashCode(), 5));
    text.append(String.format(Locale.ROOT, "%s %d %s %s%n", owner, ttl, shown, data));
  }
}
