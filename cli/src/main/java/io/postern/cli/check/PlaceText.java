package io.postern.cli.check;

import java.util.regex.Pattern;

/**
 * A network with an address in it, as people type it: {@code vnet-a/10.1.0.9}.
 *
 * @param address empty if there is none
 */
record PlaceText(String network, String address) {
  /** What can only be an address: what is one exactly is the server's to say. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  static PlaceText parse(String text) {
    int slash = text.lastIndexOf('/');
    var last = text.substring(slash + 1);
    return slash > 0 && isAddress(last)
        ? new PlaceText(text.substring(0, slash), last)
        : new PlaceText(text, "");
  }

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }
}
