package io.postern.dns.scenario;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The networks, zones and resources of {@link io.postern.dns.testing.AnswerTable}. */
public final class Networks {
  public static final int VNET_A = 1;
  public static final int VNET_B = 2;
  public static final int VNET_D = 4;
  public static final int VNET_F = 6;

  private static final String BLOB = "blob.core.windows.net";
  private static final String FRONTEND = "blob.s1.store.core.windows.net";

  private static final List<String> ACCOUNTS =
      IntStream.rangeClosed(1, 8).mapToObj(i -> "acct" + i).toList();
  private static final Set<String> WITHOUT_ENDPOINT = Set.of("acct2", "acct7", "acct8");

  private Networks() {}

  /** The index at revision 7. */
  public static ZoneIndex index() {
    var blob =
        zone("privatelink." + BLOB)
            .withNode(
                name("acct1.privatelink." + BLOB),
                new Node(
                    List.of(),
                    List.of(
                        claim(VNET_A, 1, true, "10.1.0.5"), claim(VNET_F, 2, true, "10.6.0.5"))))
            .withNode(name("acct4.privatelink." + BLOB), dormant(3, "10.1.0.44"))
            .withNode(name("acct5.privatelink." + BLOB), dormant(6, "10.1.0.45"))
            .withNode(name("acct6.privatelink." + BLOB), dormant(7, "10.1.0.46"))
            .withNode(name("acct8.privatelink." + BLOB), Node.of(a(3600, "10.1.0.5")));
    var vault = claimed("privatelink.vaultcore.azure.net", "kv1", "10.1.0.6");
    var registry =
        claimed("privatelink.azurecr.io", "reg1", "10.1.0.7")
            .withNode(
                name("reg1.eastus.data.privatelink.azurecr.io"),
                new Node(List.of(), List.of(claim(VNET_A, 5, true, "10.1.0.8"))));
    var sites =
        claimed("privatelink.azurewebsites.net", "app1", "10.1.0.9")
            .withNode(
                name("app1.scm.privatelink.azurewebsites.net"),
                new Node(List.of(), List.of(claim(VNET_A, 4, true, "10.1.0.9"))));
    var contoso =
        zone("contoso.com")
            .withNode(name("*.contoso.com"), Node.of(a(300, "10.9.9.9")))
            .withNode(name("closer.contoso.com"), Node.of(a(300, "10.9.0.1")))
            .withNode(name("x.db.contoso.com"), Node.of(a(300, "10.9.0.2")));
    var db = zone("db.contoso.com").withNode(name("y.db.contoso.com"), Node.of(a(300, "10.9.0.3")));
    var index = ZoneIndex.empty().withRevision(7);
    var zones = List.of(blob, vault, registry, sites, contoso, db);
    var a = NetworkView.of(VNET_A, true);
    for (int id = 0; id < zones.size(); id++) {
      index = index.withZone(id, zones.get(id));
      a = a.withLink(zones.get(id).apex(), new Link(id, false));
    }
    var d = NetworkView.of(VNET_D, true).withLink(blob.apex(), new Link(0, true));
    var f = NetworkView.of(VNET_F, true).withLink(blob.apex(), new Link(0, false));
    return withPublicNames(
        index
            .withNetwork("vnet-a", a, Set.of())
            .withNetwork("vnet-b", NetworkView.of(VNET_B, true), Set.of())
            .withNetwork("vnet-d", d, Set.of())
            .withNetwork("vnet-f", f, Set.of()));
  }

  private static ZoneIndex withPublicNames(ZoneIndex start) {
    var index =
        start.withPublicName(PublicName.of(name(FRONTEND), List.of(a(60, "203.0.113.161"))));
    for (var account : ACCOUNTS) {
      var hasEndpoint = !WITHOUT_ENDPOINT.contains(account);
      index =
          index.withPublicName(
              PublicName.of(
                      name(account + "." + BLOB), List.of(RecordSet.cname(60, name(FRONTEND))))
                  .withPrivateLink(name(account + ".privatelink." + BLOB), hasEndpoint));
    }
    return index
        .withPublicName(resource("kv1.vault.azure.net", "kv1.privatelink.vaultcore.azure.net"))
        .withPublicName(resource("reg1.azurecr.io", "reg1.privatelink.azurecr.io"))
        .withPublicName(
            resource("reg1.eastus.data.azurecr.io", "reg1.eastus.data.privatelink.azurecr.io"))
        .withPublicName(resource("app1.azurewebsites.net", "app1.privatelink.azurewebsites.net"))
        .withPublicName(
            resource("app1.scm.azurewebsites.net", "app1.scm.privatelink.azurewebsites.net"));
  }

  private static PublicName resource(String fqdn, String privateLinkName) {
    return PublicName.of(name(fqdn), List.of(a(60, "203.0.113.9")))
        .withPrivateLink(name(privateLinkName), true);
  }

  /** A claim whose connection is not approved, or no longer. */
  private static Node dormant(long order, String address) {
    return new Node(List.of(), List.of(claim(VNET_A, order, false, address)));
  }

  private static Zone claimed(String apex, String relative, String address) {
    var node = new Node(List.of(), List.of(claim(VNET_A, 4, true, address)));
    return zone(apex).withNode(name(relative + "." + apex), node);
  }

  private static Zone zone(String apex) {
    return Zone.empty(name(apex), SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 7);
  }

  public static Claim claim(int network, long order, boolean live, String address) {
    return new Claim(network, order, live, List.of(a(10, address)));
  }

  public static RecordSet a(int ttlSeconds, String address) {
    return RecordSet.of(RecordType.A, ttlSeconds, Rdata.address(InetAddress.ofLiteral(address)));
  }

  private static DnsName name(String text) {
    return DnsName.parse(text);
  }
}
