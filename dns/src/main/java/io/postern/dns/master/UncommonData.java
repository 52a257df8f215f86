package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.xbill.DNS.Address;
import org.xbill.DNS.Type;

/** Data of types that have a text of their own, which dnsjava does not read. */
final class UncommonData {
  private static final int RKEY = 57;
  private static final int TALINK = 58;
  private static final int CSYNC = 62;
  private static final int NID = 104;
  private static final int L32 = 105;
  private static final int L64 = 106;
  private static final int LP = 107;
  private static final int EUI48 = 108;
  private static final int EUI64 = 109;
  private static final int AMTRELAY = 260;
  private static final int TA = 32768;

  /** Longer than any of them, names and the types of a CSYNC included. */
  private static final int MOST = 0xffff;

  private UncommonData() {}

  static boolean isOf(RecordType type) {
    return switch (type.code()) {
      case RKEY, TALINK, CSYNC, NID, L32, L64, LP, EUI48, EUI64, AMTRELAY, TA -> true;
      default -> false;
    };
  }

  /** Reads the data of a type that {@link #isOf} says yes to. */
  static Rdata read(RecordType type, Tokens tokens, DnsName origin) {
    return switch (type.code()) {
      // Of the form of others.
      case RKEY -> Data.rare(new RecordType(Type.DNSKEY), tokens, origin);
      case TA -> Data.rare(new RecordType(Type.DS), tokens, origin);
      case EUI48 -> Rdata.of(hex(tokens, "-", 6));
      case EUI64 -> Rdata.of(hex(tokens, "-", 8));
      default -> composed(type, tokens, origin);
    };
  }

  private static Rdata composed(RecordType type, Tokens tokens, DnsName origin) {
    var wire = ByteBuffer.allocate(MOST);
    switch (type.code()) {
      case TALINK -> {
        name(wire, tokens, origin);
        name(wire, tokens, origin);
      }
      case CSYNC -> csync(wire, tokens, origin);
      case AMTRELAY -> relay(wire, tokens, origin);
      default -> locator(type, wire, tokens, origin);
    }
    return Rdata.of(Arrays.copyOf(wire.array(), wire.position()));
  }

  /** RFC 6742 §2: a preference and an identifier, a locator or the name of locators. */
  private static void locator(RecordType type, ByteBuffer wire, Tokens tokens, DnsName origin) {
    wire.putShort((short) Data.short16(tokens, "the preference"));
    switch (type.code()) {
      case L32 -> wire.put(Data.address(tokens, Address.IPv4, "IPv4").toBuffer());
      case LP -> name(wire, tokens, origin);
      default -> wire.put(hex(tokens, ":", 8));
    }
  }

  /** RFC 7477 §2.1: a serial, flags, and types as NSEC has them. */
  private static void csync(ByteBuffer wire, Tokens tokens, DnsName origin) {
    wire.putInt((int) Numbers.upTo(0xffff_ffffL, "the serial", tokens.word("the serial")));
    wire.putShort((short) Data.short16(tokens, "the flags"));
    var types = Data.rare(RecordType.NSEC, new Tokens(". " + tokens.rest()), origin).toBuffer();
    wire.put(types.slice(1, types.remaining() - 1));
  }

  /** RFC 8777 §4.2: precedence, whether there is discovery, the sort of relay, the relay. */
  private static void relay(ByteBuffer wire, Tokens tokens, DnsName origin) {
    wire.put((byte) Numbers.upTo(255, "the precedence", tokens.word("the precedence")));
    long optional = Numbers.upTo(1, "the discovery bit", tokens.word("the discovery bit"));
    int sort = (int) Numbers.upTo(3, "the type of relay", tokens.word("the type of relay"));
    wire.put((byte) (optional << 7 | sort));
    switch (sort) {
      case 0 -> {
        var none = tokens.word("the relay");
        if (!none.equals(".")) throw new WrongEntry("a relay of type 0 is '.', not '" + none + "'");
      }
      case 1 -> wire.put(Data.address(tokens, Address.IPv4, "IPv4").toBuffer());
      case 2 -> wire.put(Data.address(tokens, Address.IPv6, "IPv6").toBuffer());
      default -> name(wire, tokens, origin);
    }
  }

  private static void name(ByteBuffer wire, Tokens tokens, DnsName origin) {
    wire.put(Names.read(tokens.word("its name"), origin).toWire());
  }

  /** So many octets, in groups of hexadecimal digits with something between them. */
  private static byte[] hex(Tokens tokens, String between, int octets) {
    var word = tokens.word("its octets");
    try {
      var read = HexFormat.of().parseHex(word.replace(between, ""));
      if (read.length == octets) return read;
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new WrongEntry(
        "'"
            + word
            + "' is not "
            + octets
            + " octets in hexadecimal with '"
            + between
            + "' between");
  }
}
