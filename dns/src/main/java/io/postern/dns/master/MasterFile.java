package io.postern.dns.master;

import io.postern.dns.master.Entries.Entry;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one master file from its first entry to its last (RFC 1035 §5.1, {@code $TTL} of RFC 2308
 * §4, BIND's {@code $GENERATE}), and the files it includes. An entry that is wrong is told and
 * hides none of the others.
 *
 * <p>A file includes only files of its own folder and those below: whoever may write a zone does
 * not by that read the rest of the machine.
 */
final class MasterFile {
  private static final int MAX_DEPTH = 8;
  private static final int NONE = -1;

  private final Path file;
  private final int depth;
  private final RecordSink sink;
  private final Faults faults;
  private final Types types;
  private DnsName origin;
  private @Nullable DnsName owner;
  private String ownerWord = "";
  private DnsName ownerOrigin;
  private int defaultTtl = NONE;
  private int lastTtl = NONE;

  private MasterFile(
      Path file, int depth, DnsName origin, RecordSink sink, Faults faults, Types types) {
    this.file = file;
    this.depth = depth;
    this.origin = origin;
    this.ownerOrigin = origin;
    this.sink = sink;
    this.faults = faults;
    this.types = types;
  }

  /**
   * Reads the file.
   *
   * @param origin what names without a last dot stand below until the file says otherwise
   * @throws IOException if it cannot be read
   */
  static void read(Path file, DnsName origin, RecordSink sink, Faults faults) throws IOException {
    new MasterFile(file, 0, origin, sink, faults, new Types()).read();
  }

  private void read() throws IOException {
    try (InputStream source = Files.newInputStream(file)) {
      var entries = new Entries(source);
      for (var entry = entries.next(); entry != null; entry = entries.next()) {
        if (faults.isFull()) return;
        read(entry);
      }
    }
  }

  private void read(Entry entry) {
    var place = new Place(file, entry.line());
    if (entry.wrong() != null) {
      faults.add(place, entry.wrong());
      return;
    }
    try {
      read(place, new Tokens(entry.text()));
    } catch (WrongEntry e) {
      faults.add(place, e.reason());
    }
  }

  private void read(Place place, Tokens tokens) {
    if (!tokens.startBlank()) {
      var first = tokens.word("its owner");
      if (first.startsWith("$")) {
        directive(place, first, tokens);
        return;
      }
      takeOwner(first);
    }
    record(place, tokens);
  }

  /** Kept even if the rest of the entry is wrong: the next one may lean on it. */
  private void takeOwner(String word) {
    if (owner != null && word.equals(ownerWord) && ownerOrigin.equals(origin)) return;
    owner = Names.read(word, origin);
    ownerWord = word;
    ownerOrigin = origin;
  }

  private void record(Place place, Tokens tokens) {
    int ttl = NONE;
    boolean hasClass = false;
    var word = tokens.word("its type");
    // TTL and class may stand in either order.
    for (int i = 0; i < 2; i++) {
      if (ttl == NONE && Numbers.isDigit(word.charAt(0))) {
        ttl = Numbers.seconds("the TTL", word);
        word = tokens.word("its type");
      } else if (!hasClass && Types.isClass(word)) {
        hasClass = true;
        word = tokens.word("its type");
      }
    }
    var type = types.read(word);
    if (owner == null)
      throw new WrongEntry("the first record of a file has a name, but this line begins blank");
    if (type.equals(RecordType.SOA)) {
      var soa = Data.soa(tokens, origin);
      sink.soa(place, owner, settled(ttl, soa.minimumSeconds()), soa);
    } else {
      sink.record(place, owner, type, settled(ttl, NONE), Data.read(type, tokens, origin));
    }
  }

  /**
   * The TTL of a record: its own, that of {@code $TTL}, or that of the record before (RFC 1035
   * §5.1).
   */
  private int settled(int own, int otherwise) {
    int ttl = own;
    if (ttl == NONE) ttl = defaultTtl;
    if (ttl == NONE) ttl = lastTtl;
    if (ttl == NONE) ttl = otherwise;
    if (ttl == NONE)
      throw new WrongEntry("neither this record nor one before says a TTL; begin with $TTL");
    lastTtl = ttl;
    return ttl;
  }

  private void directive(Place place, String word, Tokens tokens) {
    switch (word.toUpperCase(Locale.ROOT)) {
      case "$ORIGIN" -> {
        origin = Names.read(tokens.word("the name"), origin);
        tokens.end();
      }
      case "$TTL" -> {
        defaultTtl = Numbers.seconds("the TTL", tokens.word("the TTL"));
        tokens.end();
      }
      case "$INCLUDE" -> include(place, tokens);
      case "$GENERATE" -> generate(place, tokens);
      default ->
          throw new WrongEntry(
              "'" + word + "' is no directive; $ORIGIN, $TTL, $INCLUDE and $GENERATE are");
    }
  }

  /** Origin, owner and TTL of the file that includes are afterwards what they were. */
  private void include(Place place, Tokens tokens) {
    var named = tokens.next();
    if (named == null) throw new WrongEntry("the entry ends before its file");
    var below = tokens.peek().isEmpty() ? origin : Names.read(tokens.word("its origin"), origin);
    tokens.end();
    if (depth == MAX_DEPTH)
      throw new WrongEntry("files include one another more than " + MAX_DEPTH + " deep");
    var included = new MasterFile(inside(named), depth + 1, below, sink, faults, types);
    included.defaultTtl = defaultTtl;
    included.lastTtl = lastTtl;
    included.owner = owner;
    try {
      included.read();
    } catch (IOException e) {
      faults.add(place, "the file " + included.file + " cannot be read: " + e.getMessage());
    }
  }

  private Path inside(String named) {
    try {
      var folder = file.toAbsolutePath().resolveSibling("").toRealPath();
      var path = file.resolveSibling(named);
      if (!Files.isRegularFile(path)) throw new WrongEntry("there is no file " + path);
      if (Path.of(named).isAbsolute() || !path.toRealPath().startsWith(folder))
        throw new WrongEntry(
            "'" + named + "' is not in the folder of this file, and no other is read");
      return path;
    } catch (IOException | IllegalArgumentException e) {
      throw new WrongEntry("'" + named + "' is no file: " + e.getMessage());
    }
  }

  private void generate(Place place, Tokens tokens) {
    var generation = Generation.parse(tokens.word("its range"));
    var left = tokens.word("its owner");
    var right = tokens.rest();
    for (long i = generation.first(); i <= generation.last(); i += generation.step()) {
      takeOwner(Generation.expand(left, i));
      record(place, new Tokens(" " + Generation.expand(right, i)));
    }
  }
}
