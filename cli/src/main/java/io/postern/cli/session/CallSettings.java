package io.postern.cli.session;

import java.util.regex.Pattern;

/** What may be written for the server to call and for who calls, wherever it is written. */
public final class CallSettings {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\]):([0-9]{1,5})");

  /** The form that servers take; they have the last word. */
  private static final Pattern PRINCIPAL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,128}@[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final int HIGHEST_PORT = 65535;

  private CallSettings() {}

  /** Returns the address, which is one. */
  public static String requireServer(String address) {
    var match = ADDRESS.matcher(address);
    if (match.matches() && Integer.parseInt(match.group(1)) <= HIGHEST_PORT) return address;
    throw CommandFailure.usage(
        "'" + address + "' is not the address of a server; write it like 127.0.0.1:7443");
  }

  /**
   * Refuses who cannot call.
   *
   * @param source where it is written, such as {@code --as}
   */
  public static void requirePrincipal(String principal, String source) {
    if (PRINCIPAL.matcher(principal).matches()) return;
    throw CommandFailure.usage(
        source + ": '" + principal + "' is not NAME@TENANT; write it like alice@contoso");
  }
}
