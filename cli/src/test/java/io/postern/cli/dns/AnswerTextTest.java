package io.postern.cli.dns;

import io.postern.cli.testing.Golden;
import io.postern.v1.DnsAnswerRecord;
import io.postern.v1.DnsFlags;
import io.postern.v1.QueryResponse;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
  @Test
  void anAnswerLooksAsInAZoneFile() {
    var answer =
        QueryResponse.newBuilder()
            .setRcode("NOERROR")
            .setFlags(DnsFlags.newBuilder().setAuthoritative(true).setRecursionDesired(true))
            .addAnswers(
                each(
                    "acct1.blob.core.windows.net.",
                    60,
                    "CNAME",
                    "acct1.privatelink.blob.core.windows.net."))
            .addAnswers(each("acct1.privatelink.blob.core.windows.net.", 10, "A", "10.1.0.5"))
            .build();

    Golden.assertMatches("dns-answer.txt", text(answer, "subscriptions/contoso/vnet-a"));
  }

  @Test
  void aNameThatIsNotThereShowsItsZone() {
    var answer =
        QueryResponse.newBuilder()
            .setRcode("NXDOMAIN")
            .setFlags(DnsFlags.newBuilder().setAuthoritative(true).setRecursionAvailable(true))
            .addAuthorities(
                each(
                    "contoso.com.",
                    10,
                    "SOA",
                    "ns.contoso.com. admin.contoso.com. 7 3600 300 2419200 10"))
            .build();

    Golden.assertMatches("dns-no-such-name.txt", text(answer, ""));
  }

  private static DnsAnswerRecord each(String name, int ttl, String type, String rdata) {
    return DnsAnswerRecord.newBuilder()
        .setName(name)
        .setTtlSeconds(ttl)
        .setType(type)
        .setRdata(rdata)
        .build();
  }

  private static String text(QueryResponse answer, String network) {
    return String.join("\n", new AnswerText(answer).lines(network)) + "\n";
  }
}
