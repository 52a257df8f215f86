package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainResolutionResponse;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.ResolutionStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.xbill.DNS.Message;

/** The table of answers as it is explained: every row is the answer that a socket gives. */
final class AnswerRowsExplainedTest extends AnswerRows {
  @Override
  Answered ask(InetSocketAddress address, String name, String type) {
    return Answered.of(DnsClient.of(address).udp(name, type));
  }

  @Override
  Answered ask(DnsLab lab, String network, String name, String type) {
    var explained =
        lab.plane
            .stub(ExplainServiceGrpc::newBlockingStub)
            .explainResolution(
                ExplainResolutionRequest.newBuilder()
                    .setVirtualNetwork(network.isEmpty() ? "" : DnsLab.network(network))
                    .setName(name)
                    .setType(type)
                    .build());
    var answer = message(explained);
    assertEquals(ask(lab.listenerOf(network), name, type), answer);
    requireStepsLeadTo(explained);
    return answer;
  }

  private static Answered message(ExplainResolutionResponse explained) {
    try {
      return Answered.of(new Message(explained.getAnswer().getMessage().toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The last step decides, or fails where nobody answers; none before it does, and each name in the
   * answer was resolved.
   */
  private static void requireStepsLeadTo(ExplainResolutionResponse explained) {
    var steps = explained.getStepsList();
    var end =
        explained.getAnswer().getRcode().equals("REFUSED")
            ? ExplainOutcome.EXPLAIN_OUTCOME_FAILED
            : ExplainOutcome.EXPLAIN_OUTCOME_DECIDED;
    for (int i = 0; i < steps.size(); i++) {
      var expected = i == steps.size() - 1 ? end : ExplainOutcome.EXPLAIN_OUTCOME_PASSED;
      assertEquals(expected, steps.get(i).getOutcome(), explained.toString());
    }
    var resolved = steps.stream().map(ResolutionStep::getFqdn).collect(Collectors.toSet());
    for (var owner :
        explained.getAnswer().getAnswersList().stream().map(DnsAnswerRecord::getName).toList()) {
      assertTrue(resolved.contains(owner.substring(0, owner.length() - 1)), explained.toString());
    }
  }
}
