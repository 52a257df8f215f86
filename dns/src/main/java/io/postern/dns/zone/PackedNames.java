package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import org.jspecify.annotations.Nullable;

/**
 * Names that stand by themselves, with what each holds: found without making an object. Immutable;
 * copies share all but what changed.
 */
public final class PackedNames {
  private static final PackedNames EMPTY = new PackedNames(NameTable.EMPTY);

  private final NameTable names;

  private PackedNames(NameTable names) {
    this.names = names;
  }

  public static PackedNames empty() {
    return EMPTY;
  }

  /** Adds the name, or puts it in place of what it held. */
  public PackedNames with(DnsName name, Node node) {
    return new PackedNames(names.with(PackedNode.pack(name, DnsName.ROOT, node, 0)));
  }

  public PackedNames without(DnsName name) {
    var wire = name.toWire();
    var packed = names.find(wire, wire.length - 1, name.hashCode());
    return packed == null ? this : new PackedNames(names.without(packed));
  }

  /** What stands at a name, for a {@link PackedNode} to read; null if the name is not here. */
  public byte @Nullable [] get(NameOctets name) {
    return names.find(name, 0, name.length() - 1, name.hash(0));
  }
}
