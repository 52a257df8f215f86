package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which secondaries may have copies of the zones that a network sees; none, unless they are listed.
 *
 * @param keys names of those of {@code dns.trust.keys} with which the zones of the key's network
 *     may be transferred
 * @param prefixes from where zones may be transferred without a key, at listeners that are bound to
 *     a network
 * @param secondaries who is told when a zone has changed
 * @param catalog the name of the zone that lists a network's zones (RFC 9432); left out, there is
 *     none
 * @param nameServers the name servers of the zones where there are transfers; the host of the SOA
 *     if there are none
 */
public record TransferSettings(
    List<String> keys,
    List<Cidr> prefixes,
    List<SecondarySettings> secondaries,
    Optional<String> catalog,
    List<String> nameServers) {
  public static final TransferSettings NONE =
      new TransferSettings(List.of(), List.of(), List.of(), Optional.empty(), List.of());

  static final String PATH = "dns.transfer.";

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){1,30}\\.?");
  private static final int MAX_NAME = 200;

  public TransferSettings {
    keys = List.copyOf(keys);
    prefixes = List.copyOf(prefixes);
    secondaries = List.copyOf(secondaries);
    nameServers = List.copyOf(nameServers);
    catalog.ifPresent(name -> requireName("catalog", name, "catalog.postern.invalid"));
    nameServers.forEach(name -> requireName("nameServers", name, "ns1.contoso.com"));
    if (secondaries.stream().distinct().count() != secondaries.size())
      throw new SettingException(PATH + "secondaries", "has a secondary twice; leave one out.");
  }

  private static void requireName(String setting, String name, String example) {
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches())
      throw new SettingException(
          PATH + setting,
          "'" + name + "' is not a domain name; write one such as " + example + ".");
  }

  /** Whether anybody may have zones. */
  public boolean isOn() {
    return !keys.isEmpty() || !prefixes.isEmpty();
  }

  /**
   * A server that is told of changes (NOTIFY, RFC 1996).
   *
   * @param address where it listens
   * @param key the key that it is told with, whose network's zones it has; the name of one of
   *     {@code dns.trust.keys}
   * @param virtualNetwork in place of a key, the network whose zones it has
   */
  public record SecondarySettings(
      InetSocketAddress address, Optional<String> key, Optional<String> virtualNetwork) {
    public SecondarySettings {
      if (address.isUnresolved() || address.getPort() == 0)
        throw new SettingException(
            PATH + "secondaries[].address",
            "'" + SettingText.print(address) + "' is not an address with a port.");
      if (key.isPresent() == virtualNetwork.isPresent())
        throw new SettingException(
            PATH + "secondaries[].key",
            "give either 'key' or 'virtualNetwork' for " + SettingText.print(address) + ".");
      virtualNetwork.ifPresent(
          name -> NetworkNames.require(PATH + "secondaries[].virtualNetwork", name));
    }
  }

  /** A name as it is compared: in lower case, without the last dot. */
  static String canonical(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
