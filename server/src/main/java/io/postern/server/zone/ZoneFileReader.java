package io.postern.server.zone;

import io.postern.dns.zonefile.ZoneFileParser;
import io.postern.dns.zonefile.ZoneFileRecord;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.WantedZone.Skipped;
import io.postern.server.zone.WantedZone.WantedSet;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.Soa;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of the records of a zone file the record sets of a zone, which have stricter rules. */
final class ZoneFileReader {
  private static final String FIELD = "zone_file";
  private static final String APEX = "@";

  private final ResourceName zone;
  private final DomainName apex;
  private final ZoneFileFaults faults;
  private final Map<ResourceName, Group> groups = new LinkedHashMap<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private Optional<Soa> soa = Optional.empty();

  /** The records of one name and type. */
  private record Group(int line, int ttlSeconds, List<RecordData> records) {}

  private ZoneFileReader(ResourceName zone, ZoneFileFaults faults) {
    this.zone = zone;
    this.apex = PrivateDnsZone.apex(zone);
    this.faults = faults;
  }

  /** What a file wants of a zone, without what is wrong with it. */
  static WantedZone read(String text, ResourceName zone, ZoneFileFaults faults) {
    var reader = new ZoneFileReader(zone, faults);
    var parsed = ZoneFileParser.parse(text, reader.apex.text(), RecordSet.TTL_SECONDS);
    for (var fault : parsed.faults()) faults.add(fault.line(), fault.message());
    for (var record : parsed.records()) reader.take(record);
    return reader.wanted();
  }

  private void take(ZoneFileRecord record) {
    int line = record.line();
    var relative =
        faults
            .unlessRefused(line, () -> new DomainName(record.owner()))
            .flatMap(owner -> relativeName(line, owner));
    if (relative.isEmpty()) return;
    if (record.type().equals("NS")) {
      takeNameServer(line, relative.get());
      return;
    }
    var type = RecordType.named(record.type());
    if (type.isEmpty()) {
      faults.add(line, "a private zone holds no records of type " + record.type());
      return;
    }
    if (record.ttlSeconds() < 1 || record.ttlSeconds() > Integer.MAX_VALUE) {
      faults.add(line, "a TTL is 1 to 2147483647 seconds, not " + record.ttlSeconds());
      return;
    }
    if (type.get() == RecordType.SOA) takeSoa(record, relative.get());
    else takeData(record, type.get(), relative.get());
  }

  private Optional<String> relativeName(int line, DomainName owner) {
    var relative = owner.within(apex);
    if (relative.isEmpty())
      faults.add(line, "'" + owner + "' does not lie in the zone '" + apex + "'");
    return relative;
  }

  private void takeNameServer(int line, String relative) {
    if (relative.equals(APEX))
      skipped.add(
          new Skipped(
              line, "A private zone has no name servers of its own; the record is left out."));
    else faults.add(line, "an NS record below the apex would delegate, which private zones do not");
  }

  private void takeSoa(ZoneFileRecord record, String relative) {
    int line = record.line();
    if (!relative.equals(APEX)) faults.add(line, "an SOA record stands at the apex only");
    else if (soa.isPresent()) faults.add(line, "the file has a second SOA record");
    else soa = faults.unlessRefused(line, () -> soa(record));
  }

  /** The serial is left out: it comes from the revision and only grows. */
  private static Soa soa(ZoneFileRecord record) {
    var fields = record.fields();
    return new Soa(
        name(fields.getFirst()),
        name(fields.get(1)),
        seconds(fields.get(3)),
        seconds(fields.get(4)),
        seconds(fields.get(5)),
        seconds(fields.get(6)),
        (int) record.ttlSeconds());
  }

  /** More than fits is negative then, and refused as that. */
  private static int seconds(String field) {
    return (int) Long.parseLong(field);
  }

  private void takeData(ZoneFileRecord record, RecordType type, String relative) {
    int line = record.line();
    var name = faults.unlessRefused(line, () -> RecordSet.name(zone, type, relative, FIELD));
    var data = faults.unlessRefused(line, () -> data(type, record.fields()));
    if (name.isEmpty() || data.isEmpty()) return;
    int ttlSeconds = (int) record.ttlSeconds();
    var group =
        groups.computeIfAbsent(name.get(), first -> new Group(line, ttlSeconds, new ArrayList<>()));
    // RFC 2181 §5.2: the records of a set have one TTL.
    if (group.ttlSeconds() != ttlSeconds)
      faults.add(
          line,
          "the TTL "
              + ttlSeconds
              + " differs from that of the same set in line "
              + group.line()
              + ", "
              + group.ttlSeconds());
    group.records().add(data.get());
  }

  private static RecordData data(RecordType type, List<String> fields) {
    return switch (type) {
      case A -> RecordData.A.parse(fields.getFirst(), FIELD);
      case AAAA -> RecordData.Aaaa.parse(fields.getFirst(), FIELD);
      case CNAME -> new RecordData.Cname(name(fields.getFirst()));
      case PTR -> new RecordData.Ptr(name(fields.getFirst()));
      case MX -> RecordData.Mx.of(number(fields.getFirst()), name(fields.get(1)), FIELD);
      case SRV ->
          RecordData.Srv.of(
              number(fields.getFirst()),
              number(fields.get(1)),
              number(fields.get(2)),
              fields.get(3).equals(".") ? DomainName.ROOT : name(fields.get(3)),
              FIELD);
      case TXT -> RecordData.Txt.of(fields, FIELD);
      case SOA -> throw new IllegalArgumentException("the SOA is no record set made by hand");
    };
  }

  private static int number(String field) {
    return Integer.parseInt(field);
  }

  private static DomainName name(String field) {
    return DomainName.parse(field, Reason.RECORD_INVALID, FIELD);
  }

  private WantedZone wanted() {
    var sets = new LinkedHashMap<ResourceName, WantedSet>();
    groups.forEach((name, group) ->
        faults
            .unlessRefused(
                group.line(),
                () -> new RecordSet(name, Meta.NEW, group.ttlSeconds(), group.records(), Map.of()))
            .ifPresent(set -> sets.put(name, new WantedSet(group.line(), set))));
    return new WantedZone(sets, soa, skipped);
  }
}
