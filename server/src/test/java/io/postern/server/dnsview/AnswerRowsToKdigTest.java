package io.postern.server.dnsview;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.NeedsProgram;
import java.net.InetSocketAddress;

/** The table of answers as Knot's kdig reads it. */
@NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
final class AnswerRowsToKdigTest extends AnswerRows {
  @Override
  Answered ask(InetSocketAddress address, String name, String type) {
    return Dig.kdig().ask(address, name, type);
  }
}
