package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import io.postern.dns.zone.ZoneBuilder;

/** A zone that names are read into: a new one, or another version of one that is there. */
sealed interface ZoneDraft {
  int id();

  DnsName apex();

  void put(byte[] packed);

  void remove(byte[] owner) throws DamagedStateException;

  Zone build();

  static ZoneDraft fresh(int id, DnsName apex, SoaSettings soa, ClaimPolicy policy, long revision) {
    return new Fresh(id, apex, soa, policy, revision, new ZoneBuilder(apex));
  }

  static ZoneDraft of(int id, Zone zone) {
    return new Changed(id, zone);
  }

  /** Of many names, so that nothing is copied. */
  record Fresh(
      int id, DnsName apex, SoaSettings soa, ClaimPolicy policy, long revision, ZoneBuilder builder)
      implements ZoneDraft {
    @Override
    public void put(byte[] packed) {
      builder.add(packed);
    }

    @Override
    public void remove(byte[] owner) throws DamagedStateException {
      throw new DamagedStateException("a new zone " + apex + " loses a name");
    }

    @Override
    public Zone build() {
      return builder.build(soa, policy, revision);
    }
  }

  /** Shares with the version before it what does not change. */
  final class Changed implements ZoneDraft {
    private final int id;
    private Zone zone;

    Changed(int id, Zone zone) {
      this.id = id;
      this.zone = zone;
    }

    @Override
    public int id() {
      return id;
    }

    @Override
    public DnsName apex() {
      return zone.apex();
    }

    @Override
    public void put(byte[] packed) {
      zone = zone.withPacked(packed);
    }

    @Override
    public void remove(byte[] owner) {
      zone = zone.withoutPacked(owner);
    }

    @Override
    public Zone build() {
      return zone;
    }
  }
}
