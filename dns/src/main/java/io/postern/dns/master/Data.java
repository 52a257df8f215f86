package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;

/**
 * The data of one record, from text to the wire. The types that zones are full of are read here,
 * those that dnsjava has no text of by {@link UncommonData}; the others, and data of any type in
 * the form of RFC 3597 §5, by dnsjava.
 */
final class Data {
  private static final String GENERIC = "\\#";
  private static final int MAX_STRING = 255;

  /** Octets of type, class, TTL and length, which stand between a record's owner and its data. */
  private static final int FIXED_LENGTH = 10;

  private Data() {}

  /**
   * Reads the data to the end of the entry.
   *
   * @param origin what names without a last dot stand below
   */
  static Rdata read(RecordType type, Tokens tokens, DnsName origin) {
    if (tokens.peek().equals(GENERIC)) return rare(type, tokens, origin);
    var data =
        switch (type.code()) {
          case 1 -> address(tokens, Address.IPv4, "IPv4");
          case 28 -> address(tokens, Address.IPv6, "IPv6");
          case 2, 5, 12, 39 -> Rdata.name(Names.read(tokens.word("its name"), origin));
          case 15 -> mx(tokens, origin);
          case 33 -> srv(tokens, origin);
          case 16, 56, 99, 258 -> strings(tokens);
          default ->
              UncommonData.isOf(type)
                  ? UncommonData.read(type, tokens, origin)
                  : rare(type, tokens, origin);
        };
    tokens.end();
    return data;
  }

  static Rdata address(Tokens tokens, int family, String version) {
    var word = tokens.word("its address");
    byte @Nullable [] octets = Address.toByteArray(word, family);
    if (octets == null) throw new WrongEntry("'" + word + "' is no " + version + " address");
    return Rdata.of(octets);
  }

  static int short16(Tokens tokens, String what) {
    return (int) Numbers.upTo(0xffff, what, tokens.word(what));
  }

  private static Rdata mx(Tokens tokens, DnsName origin) {
    var preference = short16(tokens, "the preference");
    return Rdata.mx(preference, Names.read(tokens.word("the exchange"), origin));
  }

  private static Rdata srv(Tokens tokens, DnsName origin) {
    var priority = short16(tokens, "the priority");
    var weight = short16(tokens, "the weight");
    var port = short16(tokens, "the port");
    return Rdata.srv(priority, weight, port, Names.read(tokens.word("the target"), origin));
  }

  private static Rdata strings(Tokens tokens) {
    var wire = new ByteArrayOutputStream();
    for (var token = tokens.next(); token != null; token = tokens.next()) {
      var string = octets(token);
      if (string.length > MAX_STRING)
        throw new WrongEntry(
            "a string has " + string.length + " octets, and at most 255 are allowed; split it");
      wire.write(string.length);
      wire.writeBytes(string);
    }
    if (wire.size() == 0) throw new WrongEntry("the entry ends before its string");
    return Rdata.of(wire.toByteArray());
  }

  /** The octets of a string: those written, and those behind escapes (RFC 1035 §5.1). */
  private static byte[] octets(String text) {
    var octets = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
        if (Numbers.isDigit(c)) {
          var digits = text.substring(i, Math.min(i + 3, text.length()));
          if (digits.length() < 3) throw new WrongEntry("\\" + digits + " is no escape \\DDD");
          c = (char) Numbers.upTo(255, "the escape", digits);
          i += 2;
        }
      }
      octets[length++] = (byte) c;
    }
    return Arrays.copyOf(octets, length);
  }

  /** What dnsjava reads as data of a type, to the end of the entry. */
  static Rdata rare(RecordType type, Tokens tokens, DnsName origin) {
    var text = tokens.rest().getBytes(StandardCharsets.ISO_8859_1);
    try (var tokenizer = new Tokenizer(new ByteArrayInputStream(text))) {
      var below = new Name(origin.toWire());
      var record = Record.fromString(Name.root, type.code(), DClass.IN, 0, tokenizer, below);
      var wire = record.toWire(Section.ANSWER);
      return Rdata.of(Arrays.copyOfRange(wire, 1 + FIXED_LENGTH, wire.length));
    } catch (TextParseException e) {
      throw new WrongEntry(withoutPlace(e));
    } catch (IOException | RuntimeException e) {
      // dnsjava reports some wrong data by unchecked exceptions.
      throw new WrongEntry(type + " cannot have this data: " + withoutPlace(e));
    }
  }

  /** The tokenizer says where in the entry it was, which says nothing about the file. */
  private static String withoutPlace(Exception e) {
    var message = e.getMessage() == null ? "it cannot be read" : e.getMessage();
    return message.replaceFirst("^<[^>]*>:\\d+: ", "").replaceFirst("\\.$", "");
  }

  /** The fields of an SOA (RFC 1035 §3.3.13). */
  static Soa soa(Tokens tokens, DnsName origin) {
    var primary = Names.read(tokens.word("the primary server"), origin);
    var mailbox = Names.read(tokens.word("the mailbox"), origin);
    long serial = Numbers.upTo(0xffff_ffffL, "the serial", tokens.word("the serial"));
    var soa =
        new Soa(
            primary,
            mailbox,
            serial,
            seconds(tokens, "the refresh time"),
            seconds(tokens, "the retry time"),
            seconds(tokens, "the expiry time"),
            seconds(tokens, "the minimum"));
    tokens.end();
    return soa;
  }

  private static int seconds(Tokens tokens, String what) {
    return Numbers.seconds(what, tokens.word(what));
  }
}
