package io.postern.cli.dns;

import io.postern.cli.session.CommandFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a DNS node calls itself. */
final class NodeName {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  private NodeName() {}

  /**
   * The name that was given, or that of the machine.
   *
   * @param given null for none
   */
  static String of(@Nullable String given) {
    var name = given == null ? machine() : given;
    if (FORM.matcher(name).matches()) return name;
    throw CommandFailure.usage(
        "--node: '" + name + "' is not 1 to 63 letters, digits, hyphens and dots");
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw CommandFailure.usage("--node: this machine has no name; give one");
    }
  }
}
