package io.postern.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A machine in a network that asks DNS, by UDP as any stub resolver does. */
final class Resolver {
  private final SimpleResolver resolver;

  Resolver(InetSocketAddress server) {
    resolver = new SimpleResolver(server);
    resolver.setTimeout(Duration.ofSeconds(3));
    resolver.setIgnoreTruncation(true);
  }

  /** Asks for the IPv4 addresses of a name. */
  Answer ask(String name) {
    try {
      var question = Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN);
      return Answer.of(resolver.send(Message.newQuery(question)));
    } catch (IOException e) {
      throw new UncheckedIOException("No DNS answer for " + name, e);
    }
  }

  /**
   * What came back.
   *
   * @param outcome the addresses at the end of the chain, or the name of the result code
   * @param chain the names that lead there, without what they have in common with the question
   */
  record Answer(String outcome, List<String> chain) {
    private static Answer of(Message response) {
      var records = response.getSection(Section.ANSWER);
      var outcome =
          response.getRcode() == Rcode.NOERROR
              ? addresses(records)
              : Rcode.string(response.getRcode());
      return new Answer(outcome, chain(response.getQuestion().getName(), records));
    }

    /** One line: the outcome, and how it came about. */
    String text() {
      return chain.isEmpty()
          ? outcome
          : "%-15s via %s".formatted(outcome, String.join(", ", chain));
    }

    private static String addresses(List<Record> records) {
      return records.stream()
          .filter(record -> record.getType() == Type.A)
          .map(Record::rdataToString)
          .sorted()
          .collect(Collectors.joining(", "));
    }

    private static List<String> chain(Name question, List<Record> records) {
      return records.stream()
          .filter(record -> record.getType() == Type.CNAME)
          .map(record -> abbreviated(((CNAMERecord) record).getTarget(), question))
          .toList();
    }

    private static String abbreviated(Name name, Name question) {
      int common = 0;
      while (common < Math.min(name.labels(), question.labels())
          && name.getLabelString(name.labels() - 1 - common)
              .equals(question.getLabelString(question.labels() - 1 - common))) common++;
      var own = new ArrayList<String>();
      for (int label = 0; label < name.labels() - common; label++)
        own.add(name.getLabelString(label));
      return String.join(".", own) + "...";
    }
  }
}
