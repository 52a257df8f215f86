package io.postern.cli.dns;

import io.postern.cli.session.CommandFailure;
import io.postern.dns.codec.TsigKey;
import io.postern.dns.codec.TsigKey.Algorithm;
import io.postern.dns.name.DnsName;
import io.postern.dns.name.InvalidNameException;
import io.postern.dns.transfer.TransferRules;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.Trust;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PrefixSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may transfer zones, as a command line says it: prefixes, and keys with the files of their
 * secrets, so that no secret is seen among the processes.
 */
record TransferArguments(List<TsigKey> keys, PrefixSet prefixes) {
  private static final String OPTION = "--allow-transfer: ";

  /**
   * Reads {@code PREFIX} and {@code ALGORITHM:NAME:FILE}.
   *
   * @param network the one whose zones they may have
   */
  static TransferArguments read(List<String> arguments, String network) {
    var keys = new ArrayList<TsigKey>();
    var prefixes = new ArrayList<Prefix>();
    for (var argument : arguments) {
      if (argument.startsWith("hmac-")) keys.add(key(argument, network));
      else prefixes.add(prefix(argument));
    }
    return new TransferArguments(List.copyOf(keys), new PrefixSet(prefixes));
  }

  private static Prefix prefix(String argument) {
    try {
      return Prefix.parse(argument);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          OPTION
              + "'"
              + argument
              + "' is neither a prefix such as 192.0.2.0/24 nor a key such as"
              + " hmac-sha256:NAME:FILE");
    }
  }

  private static TsigKey key(String argument, String network) {
    var parts = argument.split(":", 3);
    if (parts.length < 3)
      throw CommandFailure.usage(OPTION + "'" + argument + "' is not ALGORITHM:NAME:FILE");
    var algorithm =
        Arrays.stream(Algorithm.values())
            .filter(each -> written(each).equals(parts[0]))
            .findAny()
            .orElseThrow(() ->
                CommandFailure.usage(
                    OPTION
                        + "'"
                        + parts[0]
                        + "' is none of "
                        + Arrays.stream(Algorithm.values())
                            .map(TransferArguments::written)
                            .collect(Collectors.joining(", "))));
    return new TsigKey(name(parts[1]), algorithm, secret(Path.of(parts[2])), network);
  }

  private static String written(Algorithm algorithm) {
    return algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String name(String text) {
    try {
      var _ = DnsName.parse(text);
      return text;
    } catch (InvalidNameException e) {
      throw CommandFailure.usage(OPTION + e.getMessage());
    }
  }

  private static SecretKeySpec secret(Path file) {
    try {
      return new SecretKeySpec(Base64.getDecoder().decode(Files.readString(file).strip()), "HMAC");
    } catch (IOException e) {
      throw CommandFailure.usage(OPTION + "'" + file + "' cannot be read");
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          OPTION
              + "'"
              + file
              + "' is not a secret in Base64; make one with 'openssl rand -base64 32'");
    }
  }

  /** Settings in which those who are named may transfer. */
  DnsSettings in(DnsSettings settings) {
    var names =
        keys.stream().map(key -> DnsName.parse(key.name())).collect(Collectors.toUnmodifiableSet());
    return settings
        .withTrust(new Trust(keys, PrefixSet.NONE, PrefixSet.NONE))
        .withTransfers(TransferRules.of(names, prefixes, List.of()));
  }
}
