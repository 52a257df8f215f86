package io.postern.dns.testing;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * All of a response but its OPT record. A record is one line in the form {@code owner ttl type
 * data}, and the lines of a section are in alphabetical order.
 *
 * @param head the code, then the flags that are set of aa and tc: {@code NOERROR aa}
 */
public record Sections(
    String head, List<String> answers, List<String> authority, List<String> additional) {

  public static Sections of(Message message) {
    var head = new StringBuilder(Rcode.string(message.getRcode()));
    if (message.getHeader().getFlag(Flags.AA)) head.append(" aa");
    if (message.getHeader().getFlag(Flags.TC)) head.append(" tc");
    return new Sections(
        head.toString(),
        lines(message, Section.ANSWER),
        lines(message, Section.AUTHORITY),
        lines(message, Section.ADDITIONAL));
  }

  /** A response to compare with: its answers are the given lines, and nothing else is in it. */
  public static Sections answer(String... lines) {
    return new Sections("NOERROR aa", Stream.of(lines).sorted().toList(), List.of(), List.of());
  }

  /** The same with another head. */
  public Sections head(String other) {
    return new Sections(other, answers, authority, additional);
  }

  /** The same with this authority section. */
  public Sections authority(String... lines) {
    return new Sections(head, answers, Stream.of(lines).sorted().toList(), additional);
  }

  /** The same with this additional section. */
  public Sections additional(String... lines) {
    return new Sections(head, answers, authority, Stream.of(lines).sorted().toList());
  }

  private static List<String> lines(Message message, int section) {
    return message.getSection(section).stream()
        .filter(each -> each.getType() != Type.OPT)
        .map(Sections::line)
        .sorted()
        .toList();
  }

  private static String line(Record each) {
    return String.join(
        " ",
        each.getName().toString().toLowerCase(Locale.ROOT),
        Long.toString(each.getTTL()),
        Type.string(each.getType()),
        each.rdataToString());
  }
}
