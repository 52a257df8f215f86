package io.postern.dns.scenario;

import io.postern.dns.scenario.ScenarioText.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A message to the server: {@code QUERY name type} and any of the words below, or {@code OCTETS}
 * with the message in hexadecimal below it.
 *
 * <ul>
 *   <li>{@code network=name}: who asks
 *   <li>{@code over=udp}, {@code over=tcp}: asked so only
 *   <li>{@code flags=rd,cd,ad}: those of the header that are set, instead of rd alone; {@code
 *       flags=none}
 *   <li>{@code class=CH}, {@code opcode=4}
 *   <li>{@code questions=2}: how many the header says there are
 *   <li>{@code edns=1232}: an OPT record that offers so many octets; with it {@code do}, {@code
 *       version=1}, {@code option=code:hexadecimal}
 *   <li>{@code opts=2}: so many OPT records
 * </ul>
 */
final class Query {
  private static final int ID = 0x1d0c;

  private final byte[] octets;
  private final Optional<Message> sent;
  private final Optional<String> network;
  private final Optional<String> over;
  private final String text;

  private Query(
      byte[] octets,
      Optional<Message> sent,
      Optional<String> network,
      Optional<String> over,
      String text) {
    this.octets = octets;
    this.sent = sent;
    this.network = network;
    this.over = over;
    this.text = text;
  }

  static Query read(Block block, Optional<String> usualNetwork) throws IOException {
    var words = new Words(block);
    var network = words.value("network").or(() -> usualNetwork);
    var over = words.value("over");
    if (block.keyword().equals("OCTETS")) {
      var octets = HexFormat.of().parseHex(String.join("", block.body()).replace(" ", ""));
      return new Query(octets, Optional.empty(), network, over, "OCTETS");
    }
    var message = message(words);
    var octets = message.toWire();
    words
        .value("questions")
        .ifPresent(count -> ByteBuffer.wrap(octets).putShort(4, (short) Integer.parseInt(count)));
    words.requireAllUsed();
    var text = "QUERY " + String.join(" ", block.words());
    return new Query(octets, Optional.of(message), network, over, text);
  }

  private static Message message(Words words) throws IOException {
    var name = Name.fromString(words.next(), Name.root);
    var type = Type.value(words.next(), true);
    var question = Record.newRecord(name, type, DClass.value(words.value("class").orElse("IN")));
    var message = new Message(ID);
    var header = message.getHeader();
    header.setOpcode(words.number("opcode", 0));
    for (var flag : words.value("flags").orElse("rd").split(",")) {
      if (!flag.equals("none")) header.setFlag(Flags.value(flag));
    }
    message.addRecord(question, Section.QUESTION);
    var size = words.number("edns", 0);
    if (size > 0) {
      var opt = opt(words, size);
      for (int i = words.number("opts", 1); i > 0; i--) message.addRecord(opt, Section.ADDITIONAL);
    }
    return message;
  }

  private static OPTRecord opt(Words words, int size) {
    var options = new ArrayList<EDNSOption>();
    for (var option = words.value("option"); option.isPresent(); option = words.value("option")) {
      var parts = option.get().split(":", -1);
      options.add(
          new GenericEDNSOption(Integer.parseInt(parts[0]), HexFormat.of().parseHex(parts[1])));
    }
    var flags = words.has("do") ? ExtendedFlags.DO : 0;
    return new OPTRecord(size, 0, words.number("version", 0), flags, options);
  }

  /** The whole message. */
  byte[] octets() {
    return octets;
  }

  /** The message; empty if it is octets and nothing else. */
  Optional<Message> sent() {
    return sent;
  }

  /** Whom it comes from; empty for a machine of no network. */
  Optional<String> network() {
    return network;
  }

  /** The query as the file has it, to tell. */
  String text() {
    return text;
  }

  /** Whether it is asked over {@code udp} or {@code tcp}. */
  boolean isFor(String transport) {
    return over.isEmpty() || over.get().equals(transport);
  }

  /** The words of a line, each taken once. */
  private static final class Words {
    private final Block block;
    private final List<String> left;

    Words(Block block) {
      this.block = block;
      this.left = new ArrayList<>(block.words());
    }

    String next() {
      if (left.isEmpty()) throw block.fault("QUERY takes a name and a type");
      return left.removeFirst();
    }

    boolean has(String word) {
      return left.remove(word);
    }

    Optional<String> value(String key) {
      var found = left.stream().filter(word -> word.startsWith(key + "=")).findFirst();
      found.ifPresent(left::remove);
      return found.map(word -> word.substring(key.length() + 1));
    }

    int number(String key, int otherwise) {
      return value(key).map(Integer::parseInt).orElse(otherwise);
    }

    void requireAllUsed() {
      if (!left.isEmpty()) throw block.fault("what is " + left + "?");
    }
  }
}
