package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Reads what an upstream resolver sent. Takes only what belongs to the question: the chain of
 * CNAMEs that starts at its name, the records at the end of it, and the SOA of a denial.
 */
public final class ReplyParser {
  private static final int MAX_CHAIN = 16;

  private ReplyParser() {}

  /** What a message turned out to be. */
  public sealed interface Parsed {
    /** An answer or a failure of the resolver. */
    record Reply(UpstreamReply reply) implements Parsed {}

    /** Right but incomplete; to be asked again over TCP. */
    record Truncated() implements Parsed {}

    /** No answer to this query: another id or question, not a response, or not a message. */
    record Foreign() implements Parsed {}
  }

  /** Reads the response to the query with this id and question. */
  public static Parsed parse(byte[] octets, int id, Question question) {
    Message message;
    try {
      message = new Message(octets);
    } catch (IOException | RuntimeException e) {
      // dnsjava reports some malformed record data by unchecked exceptions.
      return new Parsed.Foreign();
    }
    var header = message.getHeader();
    if (header.getID() != id || !header.getFlag(Flags.QR) || !asks(message, question)) {
      return new Parsed.Foreign();
    }
    if (header.getFlag(Flags.TC)) {
      return new Parsed.Truncated();
    }
    try {
      return new Parsed.Reply(reply(message, question));
    } catch (RuntimeException e) {
      // Names and data that cannot be, some of which dnsjava reads and fails to write.
      return new Parsed.Reply(UpstreamReply.FAILED);
    }
  }

  private static boolean asks(Message message, Question question) {
    var asked = message.getQuestion();
    return asked != null
        && message.getHeader().getCount(Section.QUESTION) == 1
        && asked.getDClass() == DClass.IN
        && asked.getType() == question.type().code()
        && name(asked.getName()).equals(question.name());
  }

  private static UpstreamReply reply(Message message, Question question) {
    var rcode = rcode(message.getRcode());
    if (rcode == null) {
      return UpstreamReply.FAILED;
    }
    var sets = sets(message, Section.ANSWER);
    var chain = chain(sets, question);
    var denied = chain.isEmpty() || !answers(chain.getLast(), question);
    return new UpstreamReply(rcode, chain, denied ? soas(message) : List.of());
  }

  private static @Nullable Rcode rcode(int code) {
    return switch (code) {
      case 0 -> Rcode.NOERROR;
      case 3 -> Rcode.NXDOMAIN;
      default -> null;
    };
  }

  private static boolean answers(OwnedSet set, Question question) {
    return question.type().equals(RecordType.ANY) || set.records().type().equals(question.type());
  }

  private static List<OwnedSet> chain(Map<Question, RecordSet> sets, Question question) {
    var chain = new ArrayList<OwnedSet>();
    var name = question.name();
    while (chain.size() < MAX_CHAIN) {
      var answer = at(sets, name, question.type());
      if (answer != null) {
        chain.add(new OwnedSet(name, answer));
        return chain;
      }
      var cname = sets.get(new Question(name, RecordType.CNAME));
      if (cname == null) {
        return chain;
      }
      chain.add(new OwnedSet(name, cname));
      name = cname.rdata().getFirst().toName();
    }
    return chain;
  }

  private static @Nullable RecordSet at(
      Map<Question, RecordSet> sets, DnsName name, RecordType type) {
    if (!type.equals(RecordType.ANY)) {
      return sets.get(new Question(name, type));
    }
    return sets.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static List<OwnedSet> soas(Message message) {
    return sets(message, Section.AUTHORITY).entrySet().stream()
        .filter(entry -> entry.getKey().type().equals(RecordType.SOA))
        .map(entry -> negative(entry.getKey().name(), entry.getValue()))
        .limit(1)
        .toList();
  }

  /** The SOA with the TTL a denial has: not longer than the minimum it names (RFC 2308 §5). */
  private static OwnedSet negative(DnsName owner, RecordSet soa) {
    var minimum = soa.rdata().getFirst().soaMinimumSeconds();
    return new OwnedSet(owner, soa.withTtl(Math.min(soa.ttlSeconds(), minimum)));
  }

  /** The section's record sets by name and type, each with the smallest TTL of its records. */
  private static Map<Question, RecordSet> sets(Message message, int section) {
    var records = new LinkedHashMap<Question, LinkedHashSet<Rdata>>();
    var ttls = new LinkedHashMap<Question, Integer>();
    for (var entry : message.getSection(section)) {
      if (entry.getDClass() != DClass.IN) {
        continue;
      }
      var key = new Question(name(entry.getName()), new RecordType(entry.getType()));
      records
          .computeIfAbsent(key, k -> new LinkedHashSet<>())
          .add(Rdata.of(entry.rdataToWireCanonical()));
      ttls.merge(key, ttlSeconds(entry), Math::min);
    }
    var sets = new LinkedHashMap<Question, RecordSet>();
    records.forEach((key, rdata) ->
        sets.put(key, new RecordSet(key.type(), ttls.getOrDefault(key, 0), List.copyOf(rdata))));
    return sets;
  }

  /** A TTL with the highest bit set means 0 (RFC 2181 §8). */
  private static int ttlSeconds(Record entry) {
    return entry.getTTL() > Integer.MAX_VALUE ? 0 : (int) entry.getTTL();
  }

  private static DnsName name(Name name) {
    return DnsName.fromWire(name.toWireCanonical());
  }
}
