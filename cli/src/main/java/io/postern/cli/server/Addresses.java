package io.postern.cli.server;

import io.postern.server.config.SettingText;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.stream.Collectors;

/** How addresses are shown. */
public final class Addresses {
  private Addresses() {}

  public static String print(InetSocketAddress address) {
    return SettingText.print(address);
  }

  public static String print(Collection<InetSocketAddress> addresses) {
    return addresses.stream().map(Addresses::print).collect(Collectors.joining(", "));
  }
}
