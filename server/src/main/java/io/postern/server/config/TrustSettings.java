package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose word DNS takes for who asks; nobody's, unless it is listed here.
 *
 * @param proxies that begin each datagram and connection with a header of the PROXY protocol,
 *     version 2; from them it is required
 * @param subnetForwarders whose EDNS Client Subnet counts (RFC 7871)
 * @param keys with which queries may be signed (RFC 8945)
 */
public record TrustSettings(
    List<Cidr> proxies, List<Cidr> subnetForwarders, List<KeySettings> keys) {
  public static final TrustSettings NOBODY = new TrustSettings(List.of(), List.of(), List.of());

  private static final String KEYS = "dns.trust.keys";

  public TrustSettings {
    proxies = List.copyOf(proxies);
    subnetForwarders = List.copyOf(subnetForwarders);
    keys = List.copyOf(keys);
    var names = new HashSet<String>();
    for (var key : keys) {
      if (!names.add(key.canonicalName()))
        throw new SettingException(
            KEYS + "[].name", "'" + key.name() + "' is the name of two keys; leave one out.");
    }
  }

  /** The key of this name, however it is spelled; empty if there is none. */
  public Optional<KeySettings> key(String name) {
    var wanted = TransferSettings.canonical(name);
    return keys.stream().filter(key -> key.canonicalName().equals(wanted)).findAny();
  }

  /** How queries are signed. */
  public enum Algorithm {
    HMAC_SHA256,
    HMAC_SHA384,
    HMAC_SHA512;

    /** As RFC 8945 §6 writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A key that queries may be signed with.
   *
   * @param name a domain name by which both sides call it
   * @param secret what both sides know; left out, it is in the file
   * @param secretFile a file with nothing but the secret in Base64
   * @param virtualNetwork the network that a query signed with it belongs to; it may be created
   *     later
   */
  public record KeySettings(
      String name,
      Algorithm algorithm,
      Optional<Secret> secret,
      Optional<Path> secretFile,
      String virtualNetwork) {
    private static final Pattern NAME =
        Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,30}\\.?");
    private static final int MAX_NAME = 200;

    public KeySettings {
      if (name.length() > MAX_NAME || !NAME.matcher(name).matches())
        throw new SettingException(
            KEYS + "[].name", "'" + name + "' is not a domain name; write one such as vnet-a.key.");
      if (secret.isPresent() == secretFile.isPresent())
        throw new SettingException(
            KEYS + "[].secret", "give either 'secret' or 'secretFile' for the key '" + name + "'.");
      NetworkNames.require(KEYS + "[].virtualNetwork", virtualNetwork);
    }

    String canonicalName() {
      return TransferSettings.canonical(name);
    }

    /**
     * The secret, wherever it is.
     *
     * @throws SettingException when its file cannot be read or has none
     */
    public Secret readSecret() {
      var setting = KEYS + "[].secretFile";
      return secret.orElseGet(() -> {
        var file = secretFile.orElseThrow();
        try {
          return Secret.parse(setting, Files.readString(file));
        } catch (IOException e) {
          throw new SettingException(setting, "'" + file + "' cannot be read.");
        }
      });
    }
  }
}
