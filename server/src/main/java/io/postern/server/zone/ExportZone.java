package io.postern.server.zone;

import io.postern.dns.zonefile.ZoneFileWriter;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.zone.RecordSetEntry.ShownClaim;
import io.postern.server.zone.model.DerivedRecord;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.Soa;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the record sets of a zone into a zone file that other servers read, and we ourselves. */
final class ExportZone {
  /** What gRPC clients take of one message, unless told otherwise, less the rest of the answer. */
  private static final int MAX_BYTES = (4 << 20) - 1024;

  /** How many record sets are read at a time. */
  private static final int BATCH = 5000;

  /** The apex first, each name after the one it lies below; the SOA before all else at its name. */
  private static final Comparator<RecordSetEntry> IN_ORDER =
      Comparator.comparing((RecordSetEntry entry) -> reversed(entry.name().id()))
          .thenComparing(entry -> entry.type() != RecordType.SOA)
          .thenComparing(RecordSetEntry::type);

  private final Policy policy;

  /** What a file has of the records that endpoints claim. */
  enum Derived {
    /** They are comments. */
    COMMENTED,

    /** Those that are answered are records. */
    INCLUDED,

    /** They are left out. */
    OMITTED
  }

  @Inject
  ExportZone(Policy policy) {
    this.policy = policy;
  }

  String run(ReadTx tx, RequestContext context, ResourceName name, Derived derived) {
    policy.require(tx, context, PrivateDnsZone.KIND, "read", name);
    policy.require(tx, context, RecordSet.KIND, "read", name);
    var zone = tx.get(PrivateDnsZone.KIND, name);
    var file = new ZoneFileWriter(zone.apex().text());
    file.comment("Zone " + zone.apex() + " at revision " + tx.revision().token());
    file.comment(zone.name().text());
    file.begin(RecordSet.TTL_SECONDS);
    for (var entry : entries(tx, zone)) {
      if (entry.isSoa()) writeSoa(file, zone.soa(), tx.revision().number());
      entry.handMade().ifPresent(set -> writeHandMade(file, set));
      if (derived != Derived.OMITTED) writeClaims(file, entry, derived);
    }
    return requireSendable(file.toString(), zone);
  }

  private static List<RecordSetEntry> entries(ReadTx tx, PrivateDnsZone zone) {
    var entries = new ArrayList<RecordSetEntry>();
    List<RecordSetEntry> batch;
    do {
      var after = entries.isEmpty() ? "" : entries.getLast().name().key();
      batch = RecordSetReads.list(tx, zone, Optional.empty(), after, BATCH);
      entries.addAll(batch);
    } while (batch.size() == BATCH);
    entries.sort(IN_ORDER);
    return entries;
  }

  /** The labels from the last to the first, which puts names below the one they lie in. */
  private static String reversed(String relativeName) {
    if (relativeName.equals("@")) return "";
    var labels = Arrays.asList(relativeName.toLowerCase(Locale.ROOT).split("\\.", -1));
    Collections.reverse(labels);
    // The space sorts before all that labels are made of.
    return String.join(" ", labels);
  }

  private static void writeSoa(ZoneFileWriter file, Soa soa, long revision) {
    // RFC 1982: serials are numbers of 32 bits that go round.
    long serial = revision & 0xffff_ffffL;
    file.record(
        "@",
        soa.ttlSeconds(),
        RecordType.SOA.name(),
        List.of(
            soa.host().text(),
            soa.email().text(),
            Long.toString(serial),
            Integer.toString(soa.refreshSeconds()),
            Integer.toString(soa.retrySeconds()),
            Integer.toString(soa.expireSeconds()),
            Integer.toString(soa.minimumTtlSeconds())));
  }

  private static void writeHandMade(ZoneFileWriter file, RecordSet set) {
    new TreeMap<>(set.metadata())
        .forEach((key, value) -> file.comment("metadata: " + key + "=" + value));
    for (var data : set.records())
      file.record(set.relativeName(), set.ttlSeconds(), set.type().name(), fields(data));
  }

  /** An address that two endpoints claim stands once: a set has each record once. */
  private static void writeClaims(ZoneFileWriter file, RecordSetEntry entry, Derived derived) {
    var written = new LinkedHashSet<RecordData>();
    for (var shown : entry.claims()) {
      file.comment(origin(shown));
      boolean isRecord = derived == Derived.INCLUDED && shown.status() == DnsStatus.PUBLISHED;
      for (var address : shown.claim().record().addresses()) {
        var data = RecordData.address(address);
        if (!isRecord)
          file.commentedRecord(
              entry.name().id(), DerivedRecord.TTL_SECONDS, entry.type().name(), fields(data));
        else if (written.add(data))
          file.record(
              entry.name().id(), DerivedRecord.TTL_SECONDS, entry.type().name(), fields(data));
      }
    }
  }

  private static String origin(ShownClaim shown) {
    return "claimed by "
        + shown.claim().endpoint()
        + ", "
        + shown.status().name().toLowerCase(Locale.ROOT)
        + " in "
        + shown.claim().virtualNetwork();
  }

  private static List<String> fields(RecordData data) {
    return switch (data) {
      case RecordData.A a -> List.of(a.address().toString());
      case RecordData.Aaaa aaaa -> List.of(aaaa.address().toString());
      case RecordData.Cname cname -> List.of(cname.target().text());
      case RecordData.Ptr ptr -> List.of(ptr.target().text());
      case RecordData.Mx mx -> List.of(Integer.toString(mx.preference()), mx.exchange().text());
      case RecordData.Srv srv ->
          List.of(
              Integer.toString(srv.priority()),
              Integer.toString(srv.weight()),
              Integer.toString(srv.port()),
              srv.target().text());
      case RecordData.Txt txt -> txt.values();
    };
  }

  private static String requireSendable(String file, PrivateDnsZone zone) {
    int size = file.getBytes(StandardCharsets.UTF_8).length;
    if (size <= MAX_BYTES) return file;
    throw ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.MESSAGE_TOO_LARGE,
                    "The zone file of '"
                        + zone.apex()
                        + "' has "
                        + size
                        + " bytes, and a message takes "
                        + MAX_BYTES
                        + "; list the record sets in pages instead.")
                .with("limit", Integer.toString(MAX_BYTES))
                .with("size", Integer.toString(size))));
  }
}
