package io.postern.cli.noun;

import io.postern.client.PosternClient;
import io.postern.v1.NetworkInterface;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a table takes from other resources than those it lists, fetched once, and only if shown. */
public final class Related {
  private final PosternClient client;
  private final String parent;
  private @Nullable Map<String, List<String>> addresses;

  /**
   * @param parent the resource group or subscription of what is listed, or {@code subscriptions/-}
   */
  public Related(PosternClient client, String parent) {
    this.client = client;
    this.parent = parent;
  }

  /** The private addresses of an endpoint, which are those of its network interface. */
  List<String> addresses(String privateEndpoint) {
    var known = addresses;
    if (known == null) {
      known = new HashMap<>();
      for (var nic : client.networkInterfaces().list(parent)) {
        known.put(key(nic.getPrivateEndpoint()), addresses(nic));
      }
      addresses = known;
    }
    return known.getOrDefault(key(privateEndpoint), List.of());
  }

  static List<String> addresses(NetworkInterface nic) {
    return nic.getIpConfigurationsList().stream()
        .map(NetworkInterface.IpConfiguration::getPrivateIpAddress)
        .distinct()
        .toList();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
