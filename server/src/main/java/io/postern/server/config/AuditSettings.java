package io.postern.server.config;

import java.time.Duration;

/**
 * What is kept of who did what.
 *
 * @param keepFor how long entries of the audit are kept, with the changes they vouch for
 */
public record AuditSettings(Duration keepFor) {
  public static final AuditSettings DEFAULT = new AuditSettings(Duration.ofDays(400));

  public AuditSettings {
    if (keepFor.compareTo(Duration.ofMinutes(1)) < 0)
      throw new SettingException("audit.keepFor", "must be at least one minute.");
  }
}
