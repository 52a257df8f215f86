package io.postern.dns.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * What a test compares of a response, whoever received it. A record is one line: owner, TTL, type
 * and data, in lower case but for the type, names without their last dot.
 */
public record Answered(
    String rcode, boolean authoritative, List<String> answers, List<String> authority) {
  private static final Pattern STATUS = Pattern.compile("status: ([A-Z]+)");
  private static final Pattern FLAGS =
      Pattern.compile(";; flags: ([a-z ]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DOT_AT_END = Pattern.compile("\\.(?=\\s|$)");

  public static Answered of(Message message) {
    return new Answered(
        Rcode.string(message.getRcode()),
        message.getHeader().getFlag(Flags.AA),
        lines(message, Section.ANSWER),
        lines(message, Section.AUTHORITY));
  }

  private static List<String> lines(Message message, int section) {
    return message.getSection(section).stream().map(Object::toString).map(Answered::line).toList();
  }

  /** Reads what dig and kdig print. */
  static Answered ofPrinted(String output) {
    var answers = new ArrayList<String>();
    var authority = new ArrayList<String>();
    List<String> section = new ArrayList<>();
    for (var line : output.lines().toList()) {
      if (line.startsWith(";; ANSWER SECTION")) {
        section = answers;
      } else if (line.startsWith(";; AUTHORITY SECTION")) {
        section = authority;
      } else if (line.startsWith(";;")) {
        section = new ArrayList<>();
      } else if (!line.isBlank() && !line.startsWith(";")) {
        section.add(line(line));
      }
    }
    return new Answered(
        first(STATUS, output), first(FLAGS, output).contains("aa"), answers, authority);
  }

  private static String first(Pattern pattern, String output) {
    var matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in:\n" + output);
    }
    return matcher.group(1);
  }

  private static String line(String presentation) {
    var fields = DOT_AT_END.matcher(presentation).replaceAll("").split("\\s+", 5);
    return String.join(
        " ",
        fields[0].toLowerCase(Locale.ROOT),
        fields[1],
        fields[3],
        fields[4].toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
  }
}
