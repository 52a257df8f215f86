package io.postern.server.dnsview;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import java.net.InetSocketAddress;

/** The table of answers over UDP, by dnsjava's messages. */
final class AnswerRowsOverUdpTest extends AnswerRows {
  @Override
  Answered ask(InetSocketAddress address, String name, String type) {
    return Answered.of(DnsClient.of(address).udp(name, type));
  }
}
