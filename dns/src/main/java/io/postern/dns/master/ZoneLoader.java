package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import io.postern.dns.zone.ZoneBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a zone of a master file and holds it to what a zone must be: one SOA at its apex, no record
 * outside it, nothing beside a CNAME, nothing below a DNAME. All that is wrong is told at once.
 *
 * <p>Records go into the zone as they come; what is held beside it is one name and the places of
 * delegations and DNAMEs.
 */
public final class ZoneLoader implements RecordSink {
  private final DnsName apex;
  private final Path file;
  private final Faults faults = new Faults();
  private final Faults warnings = new Faults();
  private final List<Placed> servers = new ArrayList<>();
  private final List<Placed> redirections = new ArrayList<>();
  private final ZoneBuilder names;
  private Draft draft;
  private @Nullable Place soa;
  private boolean signed;
  private SoaSettings settings = SoaSettings.DEFAULT;
  private long serial;
  private long records;

  /** An NS or DNAME record, and where the file has it. */
  private record Placed(Place place, DnsName owner, DnsName target) {}

  private ZoneLoader(DnsName apex, Path file) {
    this.apex = apex;
    this.file = file;
    this.names = new ZoneBuilder(apex);
    this.draft = new Draft(apex, null);
  }

  /**
   * Reads the zone {@code apex} from a master file.
   *
   * @throws MasterFileException if the file has no such zone in it
   * @throws IOException if it cannot be read
   */
  public static LoadedZone load(DnsName apex, Path file) throws IOException, MasterFileException {
    var loader = new ZoneLoader(apex, file);
    MasterFile.read(file, apex, loader, loader.faults);
    loader.place();
    var zone = loader.names.build(loader.settings, ClaimPolicy.PER_NETWORK, loader.serial);
    loader.checkWhole(zone);
    if (!loader.faults.isEmpty()) throw new MasterFileException(loader.faults.all());
    return new LoadedZone(zone, loader.records, loader.warnings.all());
  }

  @Override
  public void soa(Place place, DnsName owner, int ttlSeconds, Soa data) {
    if (!owner.equals(apex))
      throw new WrongEntry("the SOA of " + owner + " is not that of the zone " + apex);
    if (soa != null) throw new WrongEntry("a zone has one SOA; the first is at " + soa);
    soa = place;
    records++;
    settings = data.settings(ttlSeconds);
    serial = data.serial();
  }

  @Override
  public void record(Place place, DnsName owner, RecordType type, int ttlSeconds, Rdata rdata) {
    if (!owner.equals(draft.owner())) {
      if (!owner.isSubdomainOf(apex)) throw new WrongEntry(owner + " is not in the zone " + apex);
      place();
      draft = new Draft(owner, names.node(owner));
    }
    NodeRules.check(apex, draft, type, rdata);
    note(place, owner, type, rdata);
    // Signatures have the TTL of what they sign, and are no set (RFC 4034 §3).
    boolean isSet = !type.equals(RecordType.RRSIG);
    if (isSet && draft.ttlSeconds(type, ttlSeconds) != ttlSeconds)
      warnings.add(place, "the records of a set have one TTL, that of the first (RFC 2181 §5.2)");
    if (draft.add(type, ttlSeconds, rdata)) records++;
  }

  private void note(Place place, DnsName owner, RecordType type, Rdata rdata) {
    if (type.equals(RecordType.NS)) servers.add(new Placed(place, owner, rdata.toName()));
    if (type.equals(RecordType.DNAME)) redirections.add(new Placed(place, owner, rdata.toName()));
    if (type.equals(RecordType.RRSIG) && !signed) {
      signed = true;
      warnings.add(
          place,
          "the zone is signed, but its signatures are given only to those who ask for them: who"
              + " validates its answers refuses them");
    }
  }

  /** Puts what came last into the zone. */
  private void place() {
    if (!draft.isEmpty()) names.put(draft.owner(), draft.done());
  }

  private void checkWhole(Zone zone) {
    if (!faults.isEmpty()) return;
    if (soa == null) faults.add(new Place(file, 1), "there is no SOA of " + apex + " in the file");
    if (!redirections.isEmpty()) checkRedirections(zone);
    if (servers.stream().noneMatch(each -> each.owner().equals(apex)))
      warnings.add(new Place(file, 1), apex + " has no name server: there is no NS at its apex");
    servers.forEach(server -> checkGlue(zone, server));
  }

  /** Nothing stands below a DNAME (RFC 6672 §2.4). */
  private void checkRedirections(Zone zone) {
    for (var each : redirections) {
      if (zone.hasNamesBelow(each.owner()))
        faults.add(
            each.place(),
            "other names stand below the DNAME of " + each.owner() + " (RFC 6672 §2.4)");
    }
  }

  /** A server below the cut it serves is found by its glue alone (RFC 1034 §4.2.1). */
  private void checkGlue(Zone zone, Placed server) {
    if (!server.target().isSubdomainOf(apex) || hasAddress(zone, server.target())) return;
    boolean isBelowItsCut =
        !server.owner().equals(apex) && server.target().isSubdomainOf(server.owner());
    warnings.add(
        server.place(),
        "the name server " + server.target() + " has no " + (isBelowItsCut ? "glue" : "address"));
  }

  private static boolean hasAddress(Zone zone, DnsName name) {
    var node = zone.node(name);
    return node != null
        && (node.recordSet(RecordType.A) != null || node.recordSet(RecordType.AAAA) != null);
  }
}
