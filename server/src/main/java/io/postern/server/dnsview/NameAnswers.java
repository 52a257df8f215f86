package io.postern.server.dnsview;

import io.postern.dns.codec.MessageText;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Trace;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names as machines of a network have them answered, for other parts of the server. May wait for
 * upstream resolvers, so it is asked outside of transactions.
 */
public final class NameAnswers {
  private final DnsFrontend frontend;

  @Inject
  NameAnswers(DnsFrontend frontend) {
    this.frontend = frontend;
  }

  /**
   * What a name is answered with.
   *
   * @param rcode by its name, such as {@code NXDOMAIN}
   * @param aliases the names that were followed, the one that was asked for first, without trailing
   *     dots
   * @param addresses in text, as DNS gave them
   */
  public record Answer(String rcode, List<String> aliases, List<String> addresses) {
    public Answer {
      aliases = List.copyOf(aliases);
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Asks for the addresses of one IP version.
   *
   * @param network whose view is asked; empty for the public one
   * @throws ControlException {@code InvalidArgument} for what is no name
   */
  public Answer addresses(Optional<ResourceName> network, String name, boolean v4, String field) {
    var type = v4 ? "A" : "AAAA";
    var question = new Question(parse(name, field), RecordType.parse(type));
    var message =
        MessageText.read(
            frontend.answer(QueryEncoder.encode(0, question, true), network, Trace.NONE));
    var aliases = new ArrayList<>(List.of(bare(name)));
    message.answers().stream()
        .filter(record -> record.type().equals("CNAME"))
        .map(record -> bare(record.rdata()))
        .forEach(aliases::add);
    var addresses =
        message.answers().stream()
            .filter(record -> record.type().equals(type))
            .map(MessageText.RecordText::rdata)
            .toList();
    return new Answer(message.rcode(), aliases, addresses);
  }

  private static String bare(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static DnsName parse(String text, String field) {
    try {
      return DnsName.parse(text);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED, field, "'" + text + "' is not a DNS name: " + e.getMessage());
    }
  }
}
