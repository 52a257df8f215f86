package io.postern.server.network.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Resource.Reference;
import io.postern.server.kernel.ResourceName;
import java.util.ArrayList;
import java.util.List;

/**
 * How networks that share addresses find each other, without looking at those that do not.
 *
 * <p>Two prefixes overlap when one lies in the other. So a network points at each of its prefixes,
 * and at every shorter prefix around it. Those that overlap with a prefix P are then: who has P or
 * a prefix around P, and who has a prefix within P. That is one look-up for each bit of P's length,
 * and one more, however many networks there are.
 */
public final class AddressSpace {
  private static final String HAS = "hasPrefix";
  private static final String HAS_WITHIN = "hasPrefixWithin";

  private AddressSpace() {}

  /** A question for the store: who points at this name in this role. */
  public record Lookup(String role, ResourceName target) {}

  /** The references by which a network with these prefixes is found. */
  public static List<Reference> references(List<Cidr> prefixes) {
    var references = new ArrayList<Reference>();
    for (var prefix : prefixes) {
      references.add(Reference.loose(HAS, name(prefix, prefix.length())));
      for (int length = 0; length < prefix.length(); length++)
        references.add(Reference.loose(HAS_WITHIN, name(prefix, length)));
    }
    return references.stream().distinct().toList();
  }

  /** The questions whose answers are the networks that overlap with a prefix. */
  public static List<Lookup> overlapping(Cidr prefix) {
    var lookups = new ArrayList<Lookup>();
    lookups.add(new Lookup(HAS_WITHIN, name(prefix, prefix.length())));
    for (int length = prefix.length(); length >= 0; length--)
      lookups.add(new Lookup(HAS, name(prefix, length)));
    return lookups;
  }

  /** Names the prefix of this length around a prefix; hexadecimal, as a name has no colons. */
  private static ResourceName name(Cidr prefix, int length) {
    var bytes = prefix.network().bytes();
    for (int bit = length; bit < prefix.length(); bit++)
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    return ResourceName.of("addressPrefixes/" + IpAddress.of(bytes).hex() + "-" + length);
  }
}
