package io.postern.dns.differential;

import io.postern.dns.testing.DnsClient;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What one server answers: its code and flags, and each section as the set of its records, for the
 * order of records means nothing. Names are compared without case.
 */
record Response(
    String rcode,
    Set<String> flags,
    boolean hasEdns,
    Set<String> answers,
    Set<String> authority,
    Set<String> additional,
    Message message) {

  static Response udp(InetSocketAddress server, Message query) {
    return of(DnsClient.of(server).udp(query));
  }

  static Response tcp(InetSocketAddress server, Message query) {
    return of(DnsClient.of(server).tcp(query));
  }

  private static Response of(Message message) {
    return new Response(
        Rcode.string(message.getRcode()),
        flags(message),
        message.getOPT() != null,
        texts(records(message, Section.ANSWER)),
        texts(records(message, Section.AUTHORITY)),
        texts(records(message, Section.ADDITIONAL)),
        message);
  }

  private static Set<String> flags(Message message) {
    return IntStream.of(Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD)
        .filter(flag -> message.getHeader().getFlag(flag))
        .mapToObj(Flags::string)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Record> records(Message message, int section) {
    return message.getSection(section).stream().filter(each -> each.getType() != Type.OPT);
  }

  private static Set<String> texts(Stream<Record> records) {
    return records.map(Response::text).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Record each) {
    return each.getTTL() + " " + HexFormat.of().formatHex(each.toWireCanonical());
  }

  /** This response without the additional records of some names. */
  Response withoutAdditional(Set<Name> names) {
    Predicate<Record> isOther = each -> !names.contains(each.getName());
    var rest = texts(records(message, Section.ADDITIONAL).filter(isOther));
    return new Response(rcode, flags, hasEdns, answers, authority, rest, message);
  }

  Set<Name> namesInAdditional() {
    return records(message, Section.ADDITIONAL)
        .map(Record::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean isTruncated() {
    return flags.contains("tc");
  }

  boolean isReferral() {
    return !flags.contains("aa") && rcode.equals("NOERROR") && !authority.isEmpty();
  }

  /** Whether code, question and flags are the same, some flags aside. */
  boolean hasHeadOf(Response other, Set<String> but) {
    return rcode.equals(other.rcode)
        && flagsBut(but).equals(other.flagsBut(but))
        && hasEdns == other.hasEdns
        && message.getQuestion().equals(other.message.getQuestion());
  }

  private Set<String> flagsBut(Set<String> some) {
    var rest = new TreeSet<>(flags);
    rest.removeAll(some);
    return rest;
  }

  boolean hasSectionsOf(Response other) {
    return answers.equals(other.answers)
        && authority.equals(other.authority)
        && additional.equals(other.additional);
  }

  boolean isPartOf(Response whole) {
    return whole.answers.containsAll(answers)
        && whole.authority.containsAll(authority)
        && whole.additional.containsAll(additional);
  }

  boolean isLike(Response other) {
    return hasHeadOf(other, Set.of()) && hasSectionsOf(other);
  }
}
