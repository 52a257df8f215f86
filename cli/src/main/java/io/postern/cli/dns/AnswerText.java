package io.postern.cli.dns;

import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.DnsFlags;
import io.postern.v1.QueryResponse;
import java.util.ArrayList;
import java.util.List;

/** An answer in the form that {@code dig} has made familiar: comments and lines of a zone file. */
public final class AnswerText {
  private final QueryResponse answer;

  public AnswerText(QueryResponse answer) {
    this.answer = answer;
  }

  /**
   * @param virtualNetwork the network it was asked from; empty for the public view
   */
  public List<String> lines(String virtualNetwork) {
    var lines = new ArrayList<String>();
    lines.add(";; status: " + answer.getRcode() + ", flags: " + flags(answer.getFlags()));
    lines.add(";; view: " + (virtualNetwork.isEmpty() ? "public" : virtualNetwork));
    section(lines, "ANSWER", answer.getAnswersList());
    section(lines, "AUTHORITY", answer.getAuthoritiesList());
    section(lines, "ADDITIONAL", answer.getAdditionalsList());
    return lines;
  }

  private static String flags(DnsFlags flags) {
    var set = new ArrayList<String>();
    set.add("qr");
    if (flags.getAuthoritative()) set.add("aa");
    if (flags.getTruncated()) set.add("tc");
    if (flags.getRecursionDesired()) set.add("rd");
    if (flags.getRecursionAvailable()) set.add("ra");
    return String.join(" ", set);
  }

  private static void section(List<String> lines, String title, List<DnsAnswerRecord> records) {
    if (records.isEmpty()) return;
    lines.add("");
    lines.add(";; " + title + " SECTION:");
    int names = width(records.stream().map(AnswerText::name).toList());
    int ttls = width(records.stream().map(AnswerText::ttl).toList());
    int types = width(records.stream().map(DnsAnswerRecord::getType).toList());
    for (var each : records) {
      lines.add(
          pad(name(each), names)
              + pad(ttl(each), ttls)
              + "IN  "
              + pad(each.getType(), types)
              + each.getRdata());
    }
  }

  /** With the dot at the end that a zone file needs. */
  private static String name(DnsAnswerRecord each) {
    return each.getName().endsWith(".") ? each.getName() : each.getName() + ".";
  }

  private static String ttl(DnsAnswerRecord each) {
    return Integer.toUnsignedString(each.getTtlSeconds());
  }

  private static int width(List<String> cells) {
    return cells.stream().mapToInt(String::length).max().orElse(0) + 2;
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }
}
