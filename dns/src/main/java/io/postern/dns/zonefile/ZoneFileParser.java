package io.postern.dns.zonefile;

import io.postern.dns.zonefile.Entries.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TTL;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * Reads zone files in the format of RFC 1035 §5, with {@code $TTL} (RFC 2308 §4). {@code $INCLUDE}
 * would read the server's own files and {@code $GENERATE} make a large zone of a small text, so
 * both are refused.
 */
public final class ZoneFileParser {
  private final long standardTtlSeconds;
  private final List<ZoneFileRecord> records = new ArrayList<>();
  private final List<ZoneFileFault> faults = new ArrayList<>();
  private Name origin;
  private @Nullable Name owner;

  /** What {@code $TTL} said, or else the record before: one that says none has this. */
  private Optional<Long> ttl = Optional.empty();

  private boolean hasTtlDirective;

  private ZoneFileParser(Name origin, long standardTtlSeconds) {
    this.origin = origin;
    this.standardTtlSeconds = standardTtlSeconds;
  }

  /**
   * Reads a file from its first entry to its last.
   *
   * @param origin the name that relative names stand below until the file says another
   * @param standardTtlSeconds the TTL of records for which the file says none
   */
  public static ParsedZoneFile parse(String text, String origin, long standardTtlSeconds) {
    var parser = new ZoneFileParser(apex(origin), standardTtlSeconds);
    // A byte order mark is no part of the first name.
    var body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (var entry : Entries.of(body)) parser.read(entry);
    return new ParsedZoneFile(parser.records, parser.faults);
  }

  private static Name apex(String origin) {
    try {
      return Name.fromString(origin, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("no DNS name: " + origin, e);
    }
  }

  private void read(Entry entry) {
    try (var tokens = new Tokenizer(entry.text())) {
      var first = tokens.get(true, false);
      // Nothing between parentheses is nothing at all.
      if (first.isEOL()) return;
      if (first.type() == Tokenizer.WHITESPACE) {
        record(entry.line(), tokens);
      } else if (first.type() == Tokenizer.IDENTIFIER && first.value().startsWith("$")) {
        directive(first.value(), tokens);
      } else {
        // Kept even if the rest of the entry is wrong: the next one may lean on it.
        owner = Name.fromString(first.value(), origin);
        record(entry.line(), tokens);
      }
    } catch (Fault e) {
      faults.add(new ZoneFileFault(entry.line(), e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      faults.add(new ZoneFileFault(entry.line(), withoutPlace(e)));
    }
  }

  private void directive(String word, Tokenizer tokens) throws IOException {
    switch (word.toUpperCase(Locale.ROOT)) {
      case "$ORIGIN" -> origin = Name.fromString(tokens.getIdentifier(), origin);
      case "$TTL" -> {
        ttl = Optional.of(TTL.parseTTL(tokens.getIdentifier()));
        hasTtlDirective = true;
      }
      case "$INCLUDE" -> throw new Fault("$INCLUDE is not followed; put its records here");
      case "$GENERATE" -> throw new Fault("$GENERATE is not carried out; write its records out");
      default -> throw new Fault("'" + word + "' is no directive; $ORIGIN and $TTL are");
    }
    tokens.getEOL();
  }

  private void record(int line, Tokenizer tokens) throws IOException {
    var name = owner;
    Optional<Long> own = Optional.empty();
    boolean hasClass = false;
    var word = word(tokens);
    // TTL and class may stand in either order.
    for (int i = 0; i < 2; i++) {
      if (own.isEmpty() && Character.isDigit(word.charAt(0))) {
        own = Optional.of(TTL.parseTTL(word));
        word = word(tokens);
      } else if (!hasClass && DClass.value(word) >= 0) {
        if (DClass.value(word) != DClass.IN)
          throw new Fault("the class " + word + " is not IN, which all records have here");
        hasClass = true;
        word = word(tokens);
      }
    }
    int type = Type.value(word);
    if (type < 0) throw new Fault("'" + word + "' is no record type");
    if (name == null)
      throw new Fault("the first record of a file has a name, but this line begins blank");
    long seconds = own.or(() -> ttl).orElse(standardTtlSeconds);
    // Without $TTL, a record that says none has that of the one before (RFC 1035 §5.1).
    if (own.isPresent() && !hasTtlDirective) ttl = own;
    var record = data(name, type, seconds, tokens);
    records.add(new ZoneFileRecord(line, text(name), Type.string(type), seconds, fields(record)));
  }

  private Record data(Name name, int type, long seconds, Tokenizer tokens) throws IOException {
    try {
      return Record.fromString(name, type, DClass.IN, seconds, tokens, origin);
    } catch (RuntimeException e) {
      // dnsjava reports some wrong data by unchecked exceptions.
      throw new Fault(Type.string(type) + " cannot have this data: " + withoutPlace(e));
    }
  }

  private static String word(Tokenizer tokens) throws IOException {
    var token = tokens.get();
    if (token.type() == Tokenizer.IDENTIFIER) return token.value();
    throw new Fault(
        token.type() == Tokenizer.QUOTED_STRING
            ? "a string stands where the type should"
            : "the record ends before its type");
  }

  private static List<String> fields(Record record) {
    return switch (record) {
      case ARecord a -> List.of(a.rdataToString());
      case AAAARecord aaaa -> List.of(aaaa.rdataToString());
      case CNAMERecord cname -> List.of(text(cname.getTarget()));
      case PTRRecord ptr -> List.of(text(ptr.getTarget()));
      case MXRecord mx -> List.of(Integer.toString(mx.getPriority()), text(mx.getTarget()));
      case SRVRecord srv ->
          List.of(
              Integer.toString(srv.getPriority()),
              Integer.toString(srv.getWeight()),
              Integer.toString(srv.getPort()),
              text(srv.getTarget()));
      case TXTRecord txt ->
          txt.getStringsAsByteArrays().stream().map(ZoneFileParser::string).toList();
      case SOARecord soa ->
          List.of(
              text(soa.getHost()),
              text(soa.getAdmin()),
              Long.toString(soa.getSerial()),
              Long.toString(soa.getRefresh()),
              Long.toString(soa.getRetry()),
              Long.toString(soa.getExpire()),
              Long.toString(soa.getMinimum()));
      default -> List.of(record.rdataToString());
    };
  }

  private static String string(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the string is not UTF-8", e);
    }
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true).toLowerCase(Locale.ROOT);
  }

  /** The tokenizer says where in the entry it was, which says nothing about the file. */
  private static String withoutPlace(Exception e) {
    var message = e.getMessage() == null ? "it cannot be read" : e.getMessage();
    var bare = message.replaceFirst("^<none>:\\d+: ", "").replaceFirst("\\.$", "");
    return bare.startsWith("unexpected tokens at end")
        ? "something stands behind the record's data"
        : bare;
  }

  /** A fault of our own finding. */
  private static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String message) {
      super(message, null, false, false);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
