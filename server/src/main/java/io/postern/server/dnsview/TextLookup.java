package io.postern.server.dnsview;

import io.postern.dns.forward.Forwarder;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.subscription.model.TextRecords;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Asks the upstream resolvers for TXT records, and only them: what this server has itself is
 * written by those who want to prove something. Keeps no answer, for a record that was missing a
 * moment ago may have been published since.
 */
final class TextLookup implements TextRecords {
  private final DnsServerSettings settings;

  @Inject
  TextLookup(DnsServerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<List<String>> at(String name) {
    try (var forwarder = new Forwarder(Upstreams.of(settings))) {
      if (!forwarder.isConfigured()) return Optional.empty();
      var question = new Question(DnsName.parse(name), RecordType.TXT);
      var reply = forwarder.ask(Inquiry.upstream(question));
      return reply.isAnswer() ? Optional.of(texts(reply)) : Optional.empty();
    }
  }

  /** The set at the end of the chain: a challenge may be an alias of one that stands elsewhere. */
  private static List<String> texts(UpstreamReply reply) {
    return reply.answers().stream()
        .filter(set -> set.records().type().equals(RecordType.TXT))
        .flatMap(set -> set.records().rdata().stream())
        .map(TextLookup::text)
        .toList();
  }

  /** Strings of a length octet and so many octets each (RFC 1035 §3.3.14). */
  private static String text(Rdata record) {
    var wire = record.toBuffer();
    var text = new StringBuilder();
    while (wire.hasRemaining()) {
      var octets = new byte[Byte.toUnsignedInt(wire.get())];
      wire.get(octets);
      text.append(new String(octets, StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
