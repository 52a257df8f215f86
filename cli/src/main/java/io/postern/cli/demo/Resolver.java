package io.postern.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
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
   * @param text the answer section, or the result code
   */
  record Answer(String outcome, String text) {
    private static Answer of(Message response) {
      var records = response.getSection(Section.ANSWER);
      if (response.getRcode() != Rcode.NOERROR) {
        var code = Rcode.string(response.getRcode());
        return new Answer(code, code);
      }
      return new Answer(addresses(records), text(records));
    }

    private static String addresses(List<Record> records) {
      return records.stream()
          .filter(record -> record.getType() == Type.A)
          .map(Record::rdataToString)
          .sorted()
          .collect(Collectors.joining(", "));
    }

    private static String text(List<Record> records) {
      return records.stream()
          .map(record -> Type.string(record.getType()) + " " + withoutLastDot(record))
          .collect(Collectors.joining(", "));
    }

    private static String withoutLastDot(Record record) {
      var data = record.rdataToString();
      return data.endsWith(".") ? data.substring(0, data.length() - 1) : data;
    }
  }
}
