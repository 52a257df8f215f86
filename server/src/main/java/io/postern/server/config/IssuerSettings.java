package io.postern.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One who issues JSON Web Tokens (RFC 7519), such as an OpenID provider.
 *
 * @param issuer what its tokens have as {@code iss}
 * @param audiences which of its tokens are for this server: one of these is in {@code aud}
 * @param keys its public keys (JWK Set, RFC 7517): an absolute path, or an https URL
 * @param keysCaFile the authorities that vouch for the server of the URL, in PEM; left out, those
 *     that the Java runtime trusts
 * @param algorithms by which tokens may be signed; left out, all of them
 * @param principalClaim the claim that has the caller's name; left out, {@code sub}
 * @param tenantClaim the claim that has its tenant; left out, the one of that name
 * @param tenants those that its callers can be of; empty for any
 * @param administratorClaim the claim that makes an administrator; left out, none does
 * @param administratorValue what that claim has, or one of what it has
 */
public record IssuerSettings(
    String issuer,
    List<String> audiences,
    String keys,
    Optional<Path> keysCaFile,
    List<Algorithm> algorithms,
    Optional<String> principalClaim,
    Optional<String> tenantClaim,
    List<String> tenants,
    Optional<String> administratorClaim,
    Optional<String> administratorValue) {
  private static final String PATH = "auth.issuers[].";

  public IssuerSettings {
    audiences = List.copyOf(audiences);
    algorithms = List.copyOf(algorithms);
    tenants = List.copyOf(tenants);
    if (issuer.isBlank()) throw new SettingException(PATH + "issuer", "must not be empty.");
    if (audiences.isEmpty())
      throw new SettingException(
          PATH + "audiences",
          "is missing; without it a token for any other service would be taken.");
    if (!keys.startsWith("/") && !isHttps(keys))
      throw new SettingException(
          PATH + "keys", "'" + keys + "' is neither the absolute path of a file nor an https URL.");
    if (administratorClaim.isPresent() != administratorValue.isPresent())
      throw new SettingException(
          PATH + (administratorClaim.isPresent() ? "administratorValue" : "administratorClaim"),
          "is missing; a claim and its value are given together.");
  }

  private static boolean isHttps(String text) {
    try {
      var uri = URI.create(text);
      return "https".equals(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the keys are fetched, and not read. */
  public boolean keysAreRemote() {
    return !keys.startsWith("/");
  }

  /** How a token is signed (RFC 7518 section 3.1, RFC 8037): by a private key, always. */
  public enum Algorithm {
    RS256("RS256"),
    PS256("PS256"),
    ES256("ES256"),
    EDDSA("EdDSA");

    private final String text;

    Algorithm(String text) {
      this.text = text;
    }

    /** As the header {@code alg} has it. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** The algorithms in effect. */
  public List<String> algorithmNames() {
    return (algorithms.isEmpty() ? List.of(Algorithm.values()) : algorithms)
        .stream().map(Algorithm::toString).toList();
  }

  /** The claim of the caller's name in effect. */
  public String claimOfName() {
    return principalClaim.orElse("sub");
  }

  /** The claim of the tenant in effect. */
  public String claimOfTenant() {
    return tenantClaim.orElse("tenant");
  }
}
