package io.postern.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedNodeTest {
  private static final DnsName APEX = DnsName.parse("contoso.com");
  private static final DnsName NAME = APEX.child("a");

  private static final RecordSet A = addresses("10.0.0.1", "10.0.0.2");
  private static final RecordSet AAAA = addresses("fd00::1");
  private static final RecordSet TXT =
      RecordSet.of(RecordType.TXT, 7, Rdata.txt(List.of("x", "y".repeat(255))));

  private static RecordSet addresses(String... literals) {
    return RecordSet.addresses(10, List.of(literals).stream().map(InetAddress::ofLiteral).toList());
  }

  private static byte[] pack(Node node) {
    return PackedNode.pack(NAME, APEX, node, 3);
  }

  private static Claim claim(int network, long order, ClaimState state, RecordSet... sets) {
    return new Claim(network, order, state, List.of(sets));
  }

  @Test
  void aNodeComesOutAsItWentIn() {
    var claims =
        IntStream.range(0, 40)
            .mapToObj(i ->
                claim(
                    i % 7,
                    i,
                    i % 3 == 0 ? ClaimState.LIVE : ClaimState.SUSPENDED,
                    i % 2 == 0 ? A : AAAA))
            .toList();
    for (var node :
        List.of(
            Node.EMPTY,
            Node.of(A),
            Node.of(A, AAAA, TXT),
            new Node(List.of(TXT), claims),
            new Node(List.of(), List.of(claim(1, Long.MAX_VALUE, ClaimState.LIVE, A, AAAA))))) {
      var packed = pack(node);

      assertEquals(node, PackedNode.unpack(packed));
      assertEquals(NAME, PackedNode.name(packed, APEX));
      assertEquals(3, PackedNode.children(packed));
      assertEquals(node, PackedNode.unpack(PackedNode.withChildren(packed, 4)));
    }
  }

  @Test
  void setsAreReadInPlace() {
    var reader = new PackedNode().on(pack(Node.of(TXT, A)));

    var set = reader.set(RecordType.A.code());
    assertEquals(10, reader.ttlSeconds(set));
    assertEquals(2, reader.records(set));
    assertEquals(2 * 6, reader.lengthOfRecords(set));
    assertEquals(4, reader.recordLength(reader.firstRecord(set)));
    assertEquals(PackedNode.NONE, reader.set(RecordType.AAAA.code()));
    assertTrue(reader.hasRecordSets());
    assertEquals(0, reader.claimCount());
  }

  @Test
  void claimsAreReadInPlaceAsTheNodeHasThem() {
    var node =
        new Node(
            List.of(TXT),
            List.of(
                claim(9, 5, ClaimState.LIVE, A),
                claim(2, 8, ClaimState.PENDING, A),
                claim(2, 6, ClaimState.LIVE, AAAA)));
    var reader = new PackedNode().on(pack(node));

    assertEquals(node.claimCount(), reader.claimCount());
    assertEquals(node.oldestLive(), reader.oldestLive());
    for (int i = 0; i < node.claimCount(); i++) {
      assertEquals(node.networkOf(i), reader.networkOf(i));
      assertEquals(node.orderOf(i), reader.orderOf(i));
      assertEquals(node.isLive(i), reader.isLive(i));
    }
    assertEquals(PackedNode.NONE, reader.setOfClaim(0, RecordType.A.code()));
    assertEquals(1, reader.records(reader.setOfClaim(0, RecordType.AAAA.code())));
    assertEquals(2, reader.records(reader.setOfClaim(2, RecordType.A.code())));
  }

  @Test
  void namesThatHaveASayForOthersAreMarked() {
    var servers = RecordSet.of(RecordType.NS, 10, Rdata.name(NAME));
    var moved = RecordSet.of(RecordType.DNAME, 10, Rdata.name(NAME));

    assertFalse(PackedNode.isRuling(pack(Node.of(A))));
    assertTrue(PackedNode.isRuling(pack(Node.of(servers))));
    assertTrue(PackedNode.isTurning(pack(Node.of(moved))));
    var wildcard = PackedNode.pack(APEX.wildcard(), APEX, Node.EMPTY, 1);
    assertTrue(PackedNode.isRuling(wildcard));
    assertFalse(PackedNode.isTurning(wildcard));
    assertFalse(PackedNode.isRuling(PackedNode.pack(APEX, APEX, Node.of(servers), 0)));
  }
}
