package io.postern.dns.differential;

import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Questions of all kinds about two zones and what is around them. */
final class RandomQuery {
  private static final List<Integer> TYPES =
      List.of(
          Type.A,
          Type.A,
          Type.A,
          Type.AAAA,
          Type.NS,
          Type.CNAME,
          Type.SOA,
          Type.MX,
          Type.TXT,
          Type.SRV,
          Type.CAA,
          Type.DNAME,
          Type.DS,
          Type.PTR,
          Type.ANY,
          Type.NSEC,
          Type.DNSKEY,
          65400,
          65401);
  private static final int[] SIZES = {0, 512, 700, 1232, 4096, 65_535};

  private final RandomGenerator random;
  private final List<String> apexes;

  RandomQuery(RandomGenerator random, List<String> apexes) {
    this.random = random;
    this.apexes = apexes;
  }

  Message next() {
    try {
      var type = TYPES.get(random.nextInt(TYPES.size()));
      var name = Name.fromString(mixed(name()) + ".");
      var query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      query.getHeader().setID(random.nextInt(0x10000));
      if (random.nextBoolean()) query.getHeader().unsetFlag(Flags.RD);
      if (random.nextInt(8) == 0) query.getHeader().setFlag(Flags.CD);
      if (random.nextInt(8) == 0) query.getHeader().setFlag(Flags.AD);
      if (random.nextInt(4) != 0) {
        int flags = random.nextInt(4) == 0 ? 0x8000 : 0;
        query.addRecord(
            new OPTRecord(SIZES[random.nextInt(SIZES.length)], 0, 0, flags), Section.ADDITIONAL);
      }
      return query;
    } catch (TextParseException e) {
      throw new AssertionError(e);
    }
  }

  private String name() {
    var apex = apexes.get(random.nextInt(apexes.size()));
    return switch (random.nextInt(20)) {
      case 0 -> apex;
      case 1 -> "a.ns." + apex;
      case 2 -> "missing." + RandomZone.nameIn(random, apex);
      case 3 -> "ns1." + RandomZone.nameIn(random, apex);
      case 4 -> apex.substring(apex.indexOf('.') + 1);
      case 5 -> "www.elsewhere.net";
      case 6 ->
          "l".repeat(63)
              + "."
              + "m".repeat(63)
              + "."
              + "n".repeat(63)
              + "."
              + RandomZone.nameIn(random, apex);
      default -> RandomZone.nameIn(random, apex);
    };
  }

  private String mixed(String name) {
    var mixed = new StringBuilder();
    for (char c : name.toCharArray())
      mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
    return mixed.toString();
  }
}
