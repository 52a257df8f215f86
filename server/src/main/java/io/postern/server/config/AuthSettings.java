package io.postern.server.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * How callers are known.
 *
 * @param mode whether they have to prove who they are
 * @param administratorToken whether the server keeps a token of an administrator in a file of its
 *     data directory
 * @param tokenLifetime how long a token is good for whose maker does not say
 * @param maxTokenLifetime the longest that one can be good for
 * @param issuers whose JSON Web Tokens are taken
 * @param certificates who the clients with certificates are
 */
public record AuthSettings(
    Mode mode,
    boolean administratorToken,
    Duration tokenLifetime,
    Duration maxTokenLifetime,
    List<IssuerSettings> issuers,
    List<CertificateIdentity> certificates) {
  public static final AuthSettings DEFAULT =
      new AuthSettings(
          Mode.PROVEN, true, Duration.ofDays(90), Duration.ofDays(365), List.of(), List.of());

  /** For tests and labs on one machine: callers are whoever they say. */
  public static final AuthSettings DECLARED = DEFAULT.with(Mode.DECLARED);

  public AuthSettings {
    issuers = List.copyOf(issuers);
    certificates = List.copyOf(certificates);
    if (tokenLifetime.compareTo(Duration.ofMinutes(1)) < 0)
      throw new SettingException("auth.tokenLifetime", "must be at least one minute.");
    if (maxTokenLifetime.compareTo(tokenLifetime) < 0)
      throw new SettingException(
          "auth.maxTokenLifetime", "must not be shorter than auth.tokenLifetime.");
    requireOnce("auth.issuers[].issuer", issuers.stream().map(IssuerSettings::issuer).toList());
    requireOnce(
        "auth.certificates[].name", certificates.stream().map(CertificateIdentity::name).toList());
  }

  private static void requireOnce(String setting, List<String> names) {
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(name)) throw new SettingException(setting, "'" + name + "' is given twice.");
    }
  }

  public AuthSettings with(Mode other) {
    return new AuthSettings(
        other, administratorToken, tokenLifetime, maxTokenLifetime, issuers, certificates);
  }

  public AuthSettings withIssuers(List<IssuerSettings> others) {
    return new AuthSettings(
        mode, administratorToken, tokenLifetime, maxTokenLifetime, others, certificates);
  }

  public AuthSettings withCertificates(List<CertificateIdentity> others) {
    return new AuthSettings(
        mode, administratorToken, tokenLifetime, maxTokenLifetime, issuers, others);
  }

  /** Whether callers have to prove who they are. */
  public enum Mode {
    /** By a token, a JSON Web Token or a certificate. */
    PROVEN,
    /** They do not. */
    DECLARED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
