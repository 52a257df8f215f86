package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.DeleteOnPremisesNetworkRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which network a query belongs to: by its listener, else by its source (Rules §16). */
class ViewsTest {
  private static final String NAME = "host.corp.example";
  private static final Answered REFUSED = new Answered("REFUSED", false, List.of(), List.of());

  @TempDir private Path folder;
  private DnsLab dns;

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-bound");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  private static Answered host(String address) {
    return new Answered("NOERROR", true, List.of(NAME + " 60 A " + address), List.of());
  }

  private Answered from(String source) {
    var client = dns.client().from(source);
    var answer = Answered.of(client.udp(NAME, "A"));
    assertEquals(answer, Answered.of(client.tcp(NAME, "A")), "TCP says the same");
    return answer;
  }

  @Test
  void aListenerServesItsNetworkFromTheCreationToTheDeletion() {
    assertEquals(REFUSED, dns.ask("vnet-bound", NAME, "A"), "never guessed at");

    var network = dns.lab.network("vnet-bound", "10.1.0.0/16");
    var zone = dns.lab.zone("corp.example");
    dns.address(zone, "host", 60, "10.1.0.9");
    var link = dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    assertEquals(host("10.1.0.9"), dns.ask("vnet-bound", NAME, "A"));

    deleteLink(link);
    deleteSubnet(network);
    deleteNetwork(network);
    assertEquals(REFUSED, dns.ask("vnet-bound", NAME, "A"));
  }

  @Test
  void aListenerCountsBeforeTheSource() {
    var bound = dns.lab.network("vnet-bound", "10.1.0.0/16");
    var zone = dns.lab.zone("corp.example");
    dns.address(zone, "host", 60, "10.1.0.9");
    dns.lab.link(zone, bound, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.networkWithHost("source", "127.1.0.0/16", "127.1.0.9");

    var client = DnsClient.of(dns.listenerOf("vnet-bound")).from("127.1.0.1");
    assertEquals(host("10.1.0.9"), Answered.of(client.udp(NAME, "A")));
    assertEquals(host("127.1.0.9"), from("127.1.0.1"));
  }

  @Test
  void theSourceTellsNetworksApart() {
    dns.networkWithHost("one", "127.1.0.0/16", "127.1.0.9");
    dns.networkWithHost("two", "127.2.0.0/16", "127.2.0.9");

    assertEquals(host("127.1.0.9"), from("127.1.0.1"));
    assertEquals(host("127.1.0.9"), from("127.1.255.255"));
    assertEquals(host("127.2.0.9"), from("127.2.0.1"));
    assertEquals(REFUSED, from("127.3.0.1"), "nobody's, and nothing public has the name");
  }

  @Test
  void theLongestPrefixDecides() {
    dns.networkWithHost("wide", "127.16.0.0/12", "127.16.0.9");
    dns.networkWithHost("narrow", "127.17.0.0/16", "127.17.0.9");

    assertEquals(host("127.16.0.9"), from("127.16.0.1"));
    assertEquals(host("127.17.0.9"), from("127.17.0.1"));
    assertEquals(host("127.16.0.9"), from("127.18.0.1"));
  }

  @Test
  void anAddressOfTwoNetworksBelongsToNeither() {
    dns.networkWithHost("first", "127.1.0.0/16", "127.1.0.9");
    assertEquals(host("127.1.0.9"), from("127.1.0.1"));

    var second = dns.networkWithHost("second", "127.1.0.0/16", "127.1.0.8");
    assertEquals(REFUSED, from("127.1.0.1"), "the public view does not know the name");

    giveSpace(second, "127.2.0.0/16");
    assertEquals(host("127.1.0.9"), from("127.1.0.1"));
    assertEquals(host("127.1.0.8"), from("127.2.0.1"));
  }

  @Test
  void anAddressOfTwoNetworksGetsThePublicRecords() {
    dns.lab.storage("acct1");
    dns.networkWithHost("first", "127.1.0.0/16", "127.1.0.9");
    dns.networkWithHost("second", "127.1.0.0/16", "127.1.0.8");

    var answer = dns.client().from("127.1.0.1").udp("acct1.blob.core.windows.net", "A");
    assertEquals(publicAnswer(), Answered.of(answer));
  }

  @Test
  void onPremisesAddressesCountToTheNetworkTheyAreConnectedTo() {
    var network = dns.networkWithHost("one", "10.1.0.0/16", "10.1.0.9");
    var traffic = TrafficLab.of(dns.plane);
    assertEquals(REFUSED, from("127.5.0.1"));

    var gateway = traffic.gateway("vpn", network);
    var site = traffic.site("headquarters", "127.5.0.0/16", gateway);
    assertEquals(host("10.1.0.9"), from("127.5.0.1"));

    deleteSite(site);
    assertEquals(REFUSED, from("127.5.0.1"));
  }

  @Test
  void anOnPremisesAddressOfTwoNetworksBelongsToNeither() {
    var one = dns.networkWithHost("one", "10.1.0.0/16", "10.1.0.9");
    var two = dns.networkWithHost("two", "10.2.0.0/16", "10.2.0.9");
    var traffic = TrafficLab.of(dns.plane);
    var _ = traffic.site("first", "127.5.0.0/16", traffic.gateway("vpn-one", one));
    assertEquals(host("10.1.0.9"), from("127.5.0.1"));

    var second = traffic.site("second", "127.5.0.0/16", traffic.gateway("vpn-two", two));
    assertEquals(REFUSED, from("127.5.0.1"));

    deleteSite(second);
    assertEquals(host("10.1.0.9"), from("127.5.0.1"));
  }

  @Test
  void aMachineOfNoNetworkGetsThePublicView() {
    dns.lab.storage("acct1");

    var answer = dns.client().from("127.9.0.1").udp("acct1.blob.core.windows.net", "A");
    assertEquals(publicAnswer(), Answered.of(answer));
  }

  @Test
  void aMachineOfNoNetworkIsRefusedWhereThatIsSet() {
    dns.close();
    dns = DnsLab.start(folder.resolve("refusing"), ViewsTest::refusingUnknownClients);
    dns.lab.storage("acct1");
    dns.networkWithHost("one", "127.1.0.0/16", "127.1.0.9");

    var answer = dns.client().from("127.9.0.1").udp("acct1.blob.core.windows.net", "A");
    assertEquals(REFUSED, Answered.of(answer));
    assertEquals(host("127.1.0.9"), from("127.1.0.1"));
  }

  private static DnsServerSettings refusingUnknownClients(DnsServerSettings settings) {
    return new DnsServerSettings(
        settings.listeners(),
        settings.upstreams(),
        settings.upstreamTimeout(),
        true,
        settings.publicRecursion());
  }

  private static Answered publicAnswer() {
    return new Answered(
        "NOERROR",
        true,
        List.of(
            "acct1.blob.core.windows.net 60 CNAME blob.s1.store.core.windows.net",
            "blob.s1.store.core.windows.net 60 A 203.0.113.161"),
        List.of());
  }

  private void deleteLink(String name) {
    var _ =
        dns.plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .deleteVirtualNetworkLink(
                DeleteVirtualNetworkLinkRequest.newBuilder().setName(name).build());
  }

  private void deleteSubnet(String network) {
    var _ =
        dns.plane
            .stub(SubnetServiceGrpc::newBlockingStub)
            .deleteSubnet(
                DeleteSubnetRequest.newBuilder().setName(network + "/subnets/default").build());
  }

  private void deleteSite(String name) {
    var _ =
        dns.plane
            .stub(OnPremisesNetworkServiceGrpc::newBlockingStub)
            .deleteOnPremisesNetwork(
                DeleteOnPremisesNetworkRequest.newBuilder().setName(name).build());
  }

  private void deleteNetwork(String name) {
    var _ =
        dns.plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .deleteVirtualNetwork(DeleteVirtualNetworkRequest.newBuilder().setName(name).build());
  }

  /** Gives a network other address space, which its subnet stands in the way of. */
  private void giveSpace(String network, String prefix) {
    deleteSubnet(network);
    var _ =
        dns.plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .updateVirtualNetwork(
                UpdateVirtualNetworkRequest.newBuilder()
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder().setName(network).addAddressPrefixes(prefix))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("address_prefixes"))
                    .build());
  }
}
