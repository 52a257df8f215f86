package io.postern.server.dnsview;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import java.net.InetSocketAddress;

/** The table of answers over TCP, by dnsjava's messages. */
final class AnswerRowsOverTcpTest extends AnswerRows {
  @Override
  Answered ask(InetSocketAddress address, String name, String type) {
    return Answered.of(DnsClient.of(address).tcp(name, type));
  }
}
