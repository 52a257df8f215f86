package io.postern.server.subscription.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A domain that was shown to be a subscription's.
 *
 * @param domain in lower case, without a trailing dot
 * @param time when it was last shown
 * @param vouched whether an administrator vouched for it, in place of DNS
 */
public record ProvenDomain(String domain, Instant time, boolean vouched) {
  /** RFC 1035 §2.3.4 leaves 253 characters for a name; the challenge stands below the domain. */
  private static final int MAX_LENGTH = 253 - DomainChallenge.LABEL.length() - 1;

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /**
   * Brings a domain into the form it is kept in.
   *
   * @throws ControlException {@code InvalidArgument} with reason NAME_MALFORMED
   */
  public static String parse(String text, String field) {
    var bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    var domain = bare.toLowerCase(Locale.ROOT);
    if (domain.length() <= MAX_LENGTH && NAME.matcher(domain).matches()) return domain;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "A domain is a DNS name of 1 to "
            + MAX_LENGTH
            + " characters without a wildcard; write one such as contoso.com.");
  }

  /** Whether a name is the domain itself or lies below it. */
  public boolean covers(String fqdn) {
    return fqdn.equals(domain) || fqdn.endsWith("." + domain);
  }
}
