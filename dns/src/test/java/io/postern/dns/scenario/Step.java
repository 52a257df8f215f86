package io.postern.dns.scenario;

import io.postern.dns.scenario.ScenarioText.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A query and the reply that it is to have: {@code REPLY code} with the flags that are set of
 * {@code aa tc ra ad}, then what is in it. A section that is not named is empty.
 *
 * <ul>
 *   <li>{@code ANSWER}, {@code AUTHORITY}, {@code ADDITIONAL}: records, {@code owner ttl type
 *       data}. The sets of an answer are in this order; the records of a set, and what is in the
 *       other sections, are in any.
 *   <li>{@code ERROR code text}: an extended error
 *   <li>{@code OPTION code:hexadecimal}: another option of the OPT record; of a cookie the client's
 *       part, then how many octets the server's has, {@code +16}
 *   <li>{@code LENGTH octets}: of the whole message
 *   <li>{@code SILENCE} in the place of {@code REPLY}: there is none
 * </ul>
 *
 * @param expected the reply as {@link #told} writes it
 * @param length empty if it does not matter
 */
record Step(int line, Query query, String expected, Optional<Integer> length) {
  /** What a message without a reply has. */
  static final String SILENCE = "SILENCE\n";

  private static final List<Integer> FLAGS =
      List.of((int) Flags.AA, (int) Flags.TC, (int) Flags.RA, (int) Flags.AD);

  private static final int OPTION_HEAD = 4;
  private static final int COOKIE = 10;

  /** Of the client's part, 8 octets (RFC 7873 §4). */
  private static final int COOKIE_END = OPTION_HEAD + 8;

  private static final List<String> SECTIONS = List.of("ANSWER", "AUTHORITY", "ADDITIONAL");

  /** Reads a query, and the blocks behind it up to the next. */
  static Step read(Query query, int line, List<Block> blocks) throws IOException {
    if (blocks.isEmpty()) throw new IllegalArgumentException("line " + line + ": no reply");
    var head = blocks.getFirst();
    if (head.keyword().equals("SILENCE")) return new Step(line, query, SILENCE, Optional.empty());
    if (!head.keyword().equals("REPLY")) throw head.fault("REPLY or SILENCE comes next");
    var expected = new StringBuilder("REPLY " + String.join(" ", head.words()) + "\n");
    var sections = new TreeMap<Integer, List<Record>>();
    var options = new ArrayList<String>();
    Optional<Integer> length = Optional.empty();
    for (var block : blocks.subList(1, blocks.size())) {
      switch (block.keyword()) {
        case "ANSWER", "AUTHORITY", "ADDITIONAL" ->
            sections.put(SECTIONS.indexOf(block.keyword()), records(block));
        case "ERROR", "OPTION" -> options.add(line(block));
        case "LENGTH" -> length = Optional.of(Integer.parseInt(block.word()));
        default -> throw block.fault("what is " + block.keyword() + "?");
      }
    }
    sections.forEach((index, records) -> expected.append(section(index, records)));
    options.stream().sorted().forEach(expected::append);
    return new Step(line, query, expected.toString(), length);
  }

  private static String line(Block block) {
    return block.keyword() + " " + String.join(" ", block.words()) + "\n";
  }

  private static List<Record> records(Block block) throws IOException {
    var records = new ArrayList<Record>();
    for (var line : block.body()) {
      var words = line.split(" +", 4);
      var name = Name.fromString(words[0], Name.root);
      var type = Type.value(words[2], true);
      var ttl = Long.parseLong(words[1]);
      records.add(Record.fromString(name, type, DClass.IN, ttl, words[3], Name.root));
    }
    return records;
  }

  /** A reply as text, to compare. */
  static String told(Message reply) {
    var told = new StringBuilder("REPLY " + Rcode.string(reply.getRcode()));
    for (var flag : FLAGS) {
      if (reply.getHeader().getFlag(flag))
        told.append(' ').append(Flags.string(flag).toLowerCase(Locale.ROOT));
    }
    told.append('\n');
    for (int index = 0; index < SECTIONS.size(); index++) {
      var records =
          reply.getSection(Section.ANSWER + index).stream()
              .filter(each -> each.getType() != Type.OPT)
              .toList();
      if (!records.isEmpty()) told.append(section(index, records));
    }
    var opt = reply.getOPT();
    if (opt != null) opt.getOptions().stream().map(Step::option).sorted().forEach(told::append);
    return told.toString();
  }

  private static String option(EDNSOption option) {
    if (option instanceof ExtendedErrorCodeOption error)
      return ("ERROR " + error.getErrorCode() + " " + error.getText()).strip() + "\n";
    var wire = option.toWire();
    var secret = option.getCode() == COOKIE ? "+" + (wire.length - COOKIE_END) : "";
    var end = option.getCode() == COOKIE ? COOKIE_END : wire.length;
    var data = HexFormat.of().formatHex(wire, OPTION_HEAD, end);
    return "OPTION " + option.getCode() + ":" + data + secret + "\n";
  }

  private static String section(int index, List<Record> records) {
    var told = new StringBuilder(SECTIONS.get(index)).append('\n');
    var lines = new ArrayList<String>();
    var set = "";
    for (var each : records) {
      var its = each.getName() + " " + each.getType();
      // The sets of an answer are a chain.
      if (index == 0 && !its.equals(set)) put(lines, told);
      set = its;
      lines.add(
          "  %s %d %s %s%n"
              .formatted(
                  each.getName(),
                  each.getTTL(),
                  Type.string(each.getType()),
                  each.rdataToString()));
    }
    put(lines, told);
    return told.toString();
  }

  private static void put(List<String> lines, StringBuilder told) {
    lines.stream().sorted().forEach(told::append);
    lines.clear();
  }
}
