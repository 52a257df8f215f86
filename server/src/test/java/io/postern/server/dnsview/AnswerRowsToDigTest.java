package io.postern.server.dnsview;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.NeedsProgram;
import java.net.InetSocketAddress;

/** The table of answers as BIND's dig reads it. */
@NeedsProgram(value = "dig", debianPackage = "dnsutils")
final class AnswerRowsToDigTest extends AnswerRows {
  @Override
  Answered ask(InetSocketAddress address, String name, String type) {
    return Dig.dig().ask(address, name, type);
  }
}
