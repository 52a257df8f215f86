package io.postern.dns.transfer;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A zone that lists other zones (RFC 9432, version 2), so that a secondary takes them up and drops
 * them by itself. Pure functions from one version of it to the next.
 */
public final class CatalogZone {
  private static final DnsName NOBODY = DnsName.parse("invalid");
  private static final int ID_OCTETS = 16;

  private CatalogZone() {}

  /** A catalog without members. */
  public static Zone empty(DnsName name, long revision) {
    var soa = SoaSettings.DEFAULT;
    var usual =
        new SoaSettings(
            NOBODY,
            soa.rname(),
            0,
            soa.refreshSeconds(),
            soa.retrySeconds(),
            soa.expireSeconds(),
            0);
    // A zone has name servers; of a catalog nobody is told (RFC 9432 §4).
    return Zone.empty(name, usual, ClaimPolicy.PER_NETWORK, revision)
        .withNode(name, Node.of(RecordSet.of(RecordType.NS, 0, Rdata.name(NOBODY))))
        .withNode(
            name.child("version"),
            Node.of(RecordSet.of(RecordType.TXT, 0, Rdata.txt(List.of("2")))));
  }

  /**
   * The catalog with one more member, or a member in place of what it was.
   *
   * @param id what the member is known by as long as it is the same zone; when another takes its
   *     name, the secondary forgets what it had (RFC 9432 §5.4)
   */
  public static Zone with(Zone catalog, String id, DnsName member, long revision) {
    var listed = Node.of(RecordSet.of(RecordType.PTR, 0, Rdata.name(member)));
    return catalog.withNode(entry(catalog, id), listed).withRevision(revision);
  }

  /** The catalog without the member that is known by the id. */
  public static Zone without(Zone catalog, String id, long revision) {
    return catalog.withoutNode(entry(catalog, id)).withRevision(revision);
  }

  /** A label of its own for each id, whatever is written in it. */
  private static DnsName entry(Zone catalog, String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      var label = HexFormat.of().formatHex(digest, 0, ID_OCTETS);
      return catalog.apex().child("zones").child(label);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every platform has SHA-256", e);
    }
  }
}
