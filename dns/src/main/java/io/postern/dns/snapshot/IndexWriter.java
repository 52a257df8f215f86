package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.PublicNames;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an index as a unit of records: all of it, or what differs from another whose ids are from
 * the same source. The second costs what was changed on the way from one to the other. A whole
 * index is what differs from nothing.
 */
public final class IndexWriter {
  /** In place of the revision a unit is applied to: it is a whole index. */
  static final long FROM_NOTHING = -1;

  private final RecordWriter out;
  private final IdentityHashMap<ForwardRules, Integer> rules = new IdentityHashMap<>();

  private IndexWriter(BlockSink sink) {
    this.out = new RecordWriter(sink);
  }

  /** Writes the whole index. */
  public static void write(ZoneIndex index, BlockSink sink) throws IOException {
    new IndexWriter(sink).unit(ZoneIndex.empty(), index, FROM_NOTHING);
  }

  /** Writes what turns the first index into the second. */
  public static void writeDifference(ZoneIndex before, ZoneIndex after, BlockSink sink)
      throws IOException {
    new IndexWriter(sink).unit(before, after, before.revision());
  }

  private void unit(ZoneIndex before, ZoneIndex after, long base) throws IOException {
    try {
      out.begin(RecordKind.BEGIN).number(base);
      ZoneIndex.compare(before, after, new Gone());
      ZoneIndex.compare(before, after, new Present());
      PublicNames.compare(before.publicNames(), after.publicNames(), new NamesOf());
      PublicNames.compare(before.publicNames(), after.publicNames(), new PrivateLinkNamesOf());
      out.begin(RecordKind.PUBLIC_VIEW).flag(after.publicView().recursionAllowed());
      out.begin(RecordKind.END).number(after.revision());
      out.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Begins a record where nothing checked can be thrown. */
  private RecordWriter begin(RecordKind kind) {
    try {
      return out.begin(kind);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is there no more goes first: what takes its place may have its key. */
  private final class Gone implements ZoneIndex.Difference {
    @Override
    public void zone(int zoneId, @Nullable Zone before, @Nullable Zone after) {
      if (after == null) {
        begin(RecordKind.ZONE_GONE).number(zoneId);
      }
    }

    @Override
    public void network(ZoneIndex.@Nullable Network before, ZoneIndex.@Nullable Network after) {
      if (before != null && after == null) {
        begin(RecordKind.NETWORK_GONE).number(before.view().networkId());
      }
    }
  }

  private final class Present implements ZoneIndex.Difference {
    @Override
    public void zone(int zoneId, @Nullable Zone before, @Nullable Zone after) {
      if (after != null) {
        var same = before != null && before.apex().equals(after.apex());
        IndexWriter.this.zone(zoneId, same ? before : null, after);
      }
    }

    @Override
    public void network(ZoneIndex.@Nullable Network before, ZoneIndex.@Nullable Network after) {
      if (after != null) {
        IndexWriter.this.network(after);
      }
    }
  }

  private void zone(int zoneId, @Nullable Zone before, Zone after) {
    var soa = after.soaSettings();
    begin(RecordKind.ZONE)
        .number(zoneId)
        .flag(before == null)
        .name(after.apex())
        .octet(IndexReader.POLICIES.indexOf(after.claimPolicy()))
        .number(after.revision())
        .optionalName(soa.mname())
        .name(soa.rname())
        .number(soa.ttlSeconds())
        .number(soa.refreshSeconds())
        .number(soa.retrySeconds())
        .number(soa.expireSeconds())
        .number(soa.minimumSeconds());
    Zone.comparePacked(
        before,
        after,
        (was, is) -> {
          if (is != null) {
            lasting(begin(RecordKind.NODE), is);
          } else if (was != null) {
            var length = PackedNode.ownerLength(was);
            begin(RecordKind.NODE_GONE).number(length).octets(was, PackedNode.ownerAt(), length);
          }
        });
  }

  private static void lasting(RecordWriter record, byte[] packed) {
    var from = PackedNode.lastingPart();
    record.number(packed.length - from).octets(packed, from, packed.length - from);
  }

  private void network(ZoneIndex.Network network) {
    var view = network.view();
    var known = rules(view.rules());
    var record =
        begin(RecordKind.NETWORK)
            .text(network.key())
            .number(view.networkId())
            .flag(view.recursionAllowed())
            .number(known)
            .number(view.peers().size());
    view.peers().forEach(record::number);
    zonesOf(record, view);
    prefixes(record, network.prefixes());
  }

  private static void zonesOf(RecordWriter record, NetworkView view) {
    record.number(view.links().size());
    view.links()
        .forEach((apex, link) ->
            record.name(apex).number(link.zoneId()).flag(link.redirectsMissingNames()));
    record.number(view.claimed().size());
    view.claimed()
        .forEach((apex, zoneIds) -> {
          record.name(apex).number(zoneIds.size());
          zoneIds.forEach(record::number);
        });
  }

  private static void prefixes(RecordWriter record, Set<Prefix> prefixes) {
    record.number(prefixes.size());
    for (var prefix : prefixes) {
      record.flag(prefix.ipv4()).number(prefix.high()).number(prefix.low()).octet(prefix.length());
    }
  }

  /** The number of these rules, which are written when they come for the first time. */
  private int rules(ForwardRules wanted) {
    if (wanted.isEmpty()) {
      return 0;
    }
    var known = rules.get(wanted);
    if (known != null) {
      return known;
    }
    var number = rules.size() + 1;
    rules.put(wanted, number);
    var record = begin(RecordKind.RULES).number(wanted.rules().size());
    wanted.rules().forEach(rule -> put(record, rule));
    return number;
  }

  private static void put(RecordWriter record, ForwardRule rule) {
    record.name(rule.suffix()).number(rule.servers().size());
    for (var server : rule.servers()) {
      var address = server.getAddress().getAddress();
      record.octet(address.length).octets(address, 0, address.length).number(server.getPort());
    }
  }

  private final class NamesOf implements PublicNames.Difference {
    @Override
    public void name(@Nullable PublicName before, @Nullable PublicName after) {
      if (after != null) {
        var record = begin(RecordKind.PUBLIC_NAME).name(after.fqdn());
        record.optionalName(after.privateLinkName()).flag(after.hasEndpoint());
        lasting(record, PackedNode.pack(after.fqdn(), DnsName.ROOT, after.records(), 0));
      } else if (before != null) {
        begin(RecordKind.PUBLIC_NAME_GONE).name(before.fqdn());
      }
    }

    @Override
    public void privateLinkName(
        DnsName alias, @Nullable PublicName before, @Nullable PublicName after) {}
  }

  /** Come behind the names that they lead to. */
  private final class PrivateLinkNamesOf implements PublicNames.Difference {
    @Override
    public void name(@Nullable PublicName before, @Nullable PublicName after) {}

    @Override
    public void privateLinkName(
        DnsName alias, @Nullable PublicName before, @Nullable PublicName after) {
      begin(RecordKind.PRIVATE_LINK_NAME)
          .name(alias)
          .optionalName(after == null ? null : after.fqdn());
    }
  }
}
