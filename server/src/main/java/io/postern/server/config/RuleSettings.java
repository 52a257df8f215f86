package io.postern.server.config;

import java.util.Locale;

/**
 * Rules that an operator can leave out where they protect nobody, as in a lab.
 *
 * @param provenDomains whether public names outside the catalogue need a proven domain
 * @param zoneCallLimits whether calls to zones, record sets and links are limited by the minute
 */
public record RuleSettings(ProvenDomains provenDomains, boolean zoneCallLimits) {
  public static final RuleSettings DEFAULT = new RuleSettings(ProvenDomains.OFF, true);

  /** Whether the domains of public names have to be proven. */
  public enum ProvenDomains {
    OFF,
    REQUIRED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
