package io.postern.server.config;

import java.util.regex.Pattern;

/** Names of virtual networks in settings, which may be of networks that are created later. */
final class NetworkNames {
  private static final Pattern NETWORK =
      Pattern.compile(
          "(?i)/?subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network"
              + "/virtualNetworks/[^/]+");
  private static final String EXAMPLE =
      "subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a";

  private NetworkNames() {}

  /**
   * @param setting what is being read, for the error
   * @throws SettingException when it is not the full name of one
   */
  static void require(String setting, String name) {
    if (NETWORK.matcher(name).matches()) return;
    throw new SettingException(
        setting,
        "'"
            + name
            + "' is not the full name of a virtual network; write one such as "
            + EXAMPLE
            + ".");
  }
}
