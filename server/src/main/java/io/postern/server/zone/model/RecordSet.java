package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.Quota;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A record set made by hand: the records of one name and one type in a zone. What private endpoints
 * claim is not stored as record sets; it follows from zone groups ({@link DerivedRecords}).
 *
 * @param name {@code {zone}/{type}/{relative name}}
 * @param records 1 to 20 of the set's type, no two the same
 */
public record RecordSet(
    ResourceName name,
    Meta meta,
    int ttlSeconds,
    List<RecordData> records,
    Map<String, String> metadata)
    implements Resource {
  public static final Kind<RecordSet> KIND =
      Kind.inGroup(
          "recordSet", RecordSet.class, "record set", "Microsoft.Network/privateDnsZones/*/*/*");

  /** The TTL of a set whose owner gave none. */
  public static final int TTL_SECONDS = 3600;

  private static final int MAX_RECORDS = 20;
  private static final int MAX_NOTES = 50;
  private static final int MAX_NOTE_KEY = 512;
  private static final int MAX_NOTE = 256;

  public RecordSet {
    records = List.copyOf(records);
    metadata = Map.copyOf(metadata);
    var type = type(name);
    fqdn(name);
    if (ttlSeconds < 1) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "record_set.ttl_seconds",
          "A TTL is 1 to 2147483647 seconds; leave it at 0 for " + TTL_SECONDS + ".");
    }
    requireRecords(type, records);
    requireNotes(metadata);
  }

  /**
   * The name of the record set of a type and a relative name in a zone, in its canonical case.
   *
   * @param field the path of the field that says the relative name
   */
  public static ResourceName name(
      ResourceName zone, RecordType type, String relativeName, String field) {
    var name =
        KIND.parse(
            zone.text() + "/" + type.name() + "/" + relativeName.toLowerCase(Locale.ROOT), field);
    PrivateDnsZone.apex(zone).resolve(name.id(), field);
    return name;
  }

  /** The type that the name of a record set says. */
  public static RecordType type(ResourceName name) {
    var segments = name.segments();
    var text = segments.get(segments.size() - 2);
    return RecordType.named(text)
        .orElseThrow(() ->
            ControlException.invalid(
                Reason.NAME_MALFORMED,
                "name",
                "'"
                    + text
                    + "' is no record type; the name of a record set is its zone, its type and its"
                    + " relative name, such as …/privateDnsZones/contoso.com/A/www."));
  }

  /** The full DNS name that the name of a record set stands for. */
  public static DomainName fqdn(ResourceName name) {
    return PrivateDnsZone.apex(name.parent()).resolve(name.id(), "name");
  }

  private static void requireRecords(RecordType type, List<RecordData> records) {
    if (records.isEmpty()) {
      throw ControlException.invalid(
          Reason.RECORD_INVALID,
          type.field(),
          "A record set has at least one record; delete it to have none.");
    }
    if (records.size() > MAX_RECORDS) {
      throw ControlException.invalid(
          Reason.RECORD_INVALID,
          type.field(),
          "A record set has at most " + MAX_RECORDS + " records, not " + records.size() + ".");
    }
    var seen = new HashSet<RecordData>();
    for (int i = 0; i < records.size(); i++) {
      var record = records.get(i);
      if (record.type() != type) {
        throw ControlException.invalid(
            Reason.RECORD_INVALID,
            record.type().field(),
            "A record set of type " + type + " holds no " + record.type() + " records.");
      }
      if (!seen.add(record)) {
        throw ControlException.invalid(
            Reason.RECORD_INVALID,
            type.field() + "[" + i + "]",
            "The record is there twice; give each once.");
      }
    }
  }

  private static void requireNotes(Map<String, String> metadata) {
    boolean fits =
        metadata.size() <= MAX_NOTES
            && metadata.entrySet().stream()
                .allMatch(note ->
                    !note.getKey().isEmpty()
                        && note.getKey().length() <= MAX_NOTE_KEY
                        && note.getValue().length() <= MAX_NOTE);
    if (fits) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "record_set.metadata",
        "Metadata has at most 50 entries, with a key of 1-512 characters and a value of at most"
            + " 256.");
  }

  public ResourceName zone() {
    return name.parent();
  }

  public RecordType type() {
    return type(name);
  }

  /** The name within the zone, {@code @} at its apex. */
  public String relativeName() {
    return name.id();
  }

  public DomainName fqdn() {
    return fqdn(name);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public RecordSet withMeta(Meta other) {
    return new RecordSet(name, other, ttlSeconds, records, metadata);
  }

  /** The same set with other records; metadata and bookkeeping stay. */
  public RecordSet with(int otherTtlSeconds, List<RecordData> others) {
    return new RecordSet(name, meta, otherTtlSeconds, others, metadata);
  }

  /** Whether DNS answers the same from the other set, whatever the order of its records. */
  public boolean saysTheSameAs(RecordSet other) {
    return ttlSeconds == other.ttlSeconds && Set.copyOf(records).equals(Set.copyOf(other.records));
  }

  @Override
  public List<Tally> tallies() {
    return List.of(Quota.RECORD_SETS_PER_ZONE.within(zone()));
  }
}
