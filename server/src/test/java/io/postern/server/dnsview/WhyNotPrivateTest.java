package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.DnsClient;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/**
 * A name with an endpoint that is not answered privately: the network whose endpoint it is is told
 * why (RFC 8914), and no other is told anything. Two tenants have a network each.
 */
class WhyNotPrivateTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final String OWN = "0 private endpoint of this network: ";
  private static final String NOTHING = "-";

  @TempDir private Path folder;
  private DnsLab dns;
  private String target = "";
  private String zone = "";

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a");
    dns.lab.network("vnet-a", "10.1.0.0/16");
    dns.lab.subscription("tailspin");
    dns.lab.network("subscriptions/tailspin/resourceGroups/net", "vnet-t", "127.0.7.0/24");
    target = dns.lab.storage("acct1");
    zone = dns.lab.zone(Lab.BLOB_ZONE);
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  private void link() {
    dns.lab.link(
        zone, DnsLab.network("vnet-a"), ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
  }

  private PrivateEndpoint endpoint() {
    var endpoint = dns.endpoint("pe", "vnet-a", target, "blob");
    dns.lab.zoneGroup(endpoint.getName(), zone);
    return endpoint;
  }

  private static Message query() {
    var query = DnsClient.query(NAME, "A");
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    return query;
  }

  private static String said(Message response) {
    var options = response.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    if (options.isEmpty()) return NOTHING;
    var error = (ExtendedErrorCodeOption) options.getFirst();
    return error.getErrorCode() + " " + error.getText();
  }

  /** What the consumer's network is told; the others are told nothing, whatever that is. */
  private String told() {
    var others = dns.client();
    assertEquals(NOTHING, said(others.from("127.0.7.7").udp(query())), "the other tenant");
    assertEquals(NOTHING, said(others.from("127.0.8.8").udp(query())), "nobody's machine");
    return said(DnsClient.of(dns.listenerOf("vnet-a")).udp(query()));
  }

  @Test
  void aConnectionIsFollowedFromItsRequestToItsEnd() {
    link();
    assertEquals(NOTHING, told(), "no endpoint");
    var endpoint = endpoint();
    assertEquals(OWN + "connection pending approval", told());

    dns.lab.reject(endpoint);
    assertEquals(OWN + "connection rejected", told());

    dns.lab.approve(endpoint);
    assertEquals(NOTHING, told(), "answered privately");

    dns.disconnect(endpoint);
    assertEquals(OWN + "connection disconnected", told());

    dns.delete(endpoint);
    assertEquals(NOTHING, told(), "no endpoint any more");
  }

  @Test
  void aConnectionThatIsSuspendedSaysSo() {
    link();
    var endpoint = endpoint();
    dns.lab.approve(endpoint);
    var connection = Lab.connectionOf(endpoint);

    var _ =
        dns.lab
            .connections()
            .suspendConnection(SuspendConnectionRequest.newBuilder().setName(connection).build());
    assertEquals(OWN + "connection suspended", told());

    var _ =
        dns.lab
            .connections()
            .resumeConnection(ResumeConnectionRequest.newBuilder().setName(connection).build());
    assertEquals(NOTHING, told());
  }

  @Test
  void aZoneThatIsNotLinkedSaysSo() {
    var endpoint = endpoint();
    dns.lab.approve(endpoint);
    assertEquals(OWN + "its private DNS zone is not linked", told());

    link();
    assertEquals(NOTHING, told());

    dns.deleteZoneGroup(endpoint);
    assertEquals(NOTHING, told(), "no claim any more");
  }
}
