package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.PackedNames;
import io.postern.dns.zone.PersistentMap;
import org.jspecify.annotations.Nullable;

/** The registered public names, found by their own name or by their private-link name. */
public final class PublicNames {
  private static final PublicNames EMPTY =
      new PublicNames(PersistentMap.empty(), PersistentMap.empty(), PackedNames.empty());

  private final PersistentMap<DnsName, PublicName> byName;
  private final PersistentMap<DnsName, PublicName> byPrivateLinkName;
  private final PackedNames packed;

  private PublicNames(
      PersistentMap<DnsName, PublicName> byName,
      PersistentMap<DnsName, PublicName> byPrivateLinkName,
      PackedNames packed) {
    this.byName = byName;
    this.byPrivateLinkName = byPrivateLinkName;
    this.packed = packed;
  }

  public static PublicNames empty() {
    return EMPTY;
  }

  public int size() {
    return byName.size();
  }

  public @Nullable PublicName get(DnsName fqdn) {
    return byName.get(fqdn);
  }

  /**
   * What the public side holds at the name of a registered resource, for a {@link
   * io.postern.dns.zone.PackedNode} to read; null for a name that is no resource's own, though it
   * may be one's private-link name.
   */
  public byte @Nullable [] packed(NameOctets name) {
    return packed.get(name);
  }

  /** What the public side holds at {@code name}; null if it is none of ours. */
  public @Nullable Node nodeAt(DnsName name) {
    var registered = byName.get(name);
    if (registered == null) {
      registered = byPrivateLinkName.get(name);
    }
    return registered == null ? null : registered.nodeAt(name);
  }

  PublicNames with(PublicName name) {
    var links = without(name.fqdn()).byPrivateLinkName;
    var alias = name.privateLinkName();
    return new PublicNames(
        byName.with(name.fqdn(), name),
        alias == null ? links : links.with(alias, name),
        packed.with(name.fqdn(), name.nodeAt(name.fqdn())));
  }

  /**
   * Adds the name or replaces the one of this fqdn; what is found by another name stays as it is.
   */
  public PublicNames withOnly(PublicName name) {
    return new PublicNames(
        byName.with(name.fqdn(), name),
        byPrivateLinkName,
        packed.with(name.fqdn(), name.nodeAt(name.fqdn())));
  }

  /** Removes the name; what is found by another name stays as it is. */
  public PublicNames withoutOnly(DnsName fqdn) {
    return new PublicNames(byName.without(fqdn), byPrivateLinkName, packed.without(fqdn));
  }

  /**
   * Has a private-link name lead to one of the names.
   *
   * @param fqdn null for none
   */
  public PublicNames withPrivateLinkName(DnsName alias, @Nullable DnsName fqdn) {
    var name = fqdn == null ? null : byName.get(fqdn);
    return new PublicNames(
        byName,
        name == null ? byPrivateLinkName.without(alias) : byPrivateLinkName.with(alias, name),
        packed);
  }

  /** Told of what differs; null where it is not there. */
  public interface Difference {
    void name(@Nullable PublicName before, @Nullable PublicName after);

    /** To which of the names a private-link name leads. */
    void privateLinkName(DnsName alias, @Nullable PublicName before, @Nullable PublicName after);
  }

  /** Tells what is not the same in both; costs what was changed on the way. */
  public static void compare(PublicNames before, PublicNames after, Difference told) {
    PersistentMap.compare(before.byName, after.byName, (fqdn, was, is) -> told.name(was, is));
    PersistentMap.compare(before.byPrivateLinkName, after.byPrivateLinkName, told::privateLinkName);
  }

  PublicNames without(DnsName fqdn) {
    var before = byName.get(fqdn);
    if (before == null) {
      return this;
    }
    var alias = before.privateLinkName();
    var holder = alias == null ? null : byPrivateLinkName.get(alias);
    var links =
        alias != null && holder != null && holder.fqdn().equals(fqdn)
            ? byPrivateLinkName.without(alias)
            : byPrivateLinkName;
    return new PublicNames(byName.without(fqdn), links, packed.without(fqdn));
  }
}
