package io.postern.server.config;

import java.time.Duration;

/**
 * Whether the answers of upstreams are given beyond their TTL while none of them answers (RFC
 * 8767).
 *
 * @param keptFor how long beyond; zero for not at all
 * @param after how long a client waits for a fresh answer before it gets the stale one
 */
public record StaleAnswerSettings(Duration keptFor, Duration after) {
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration MOST_PATIENT = Duration.ofMinutes(1);

  public static final StaleAnswerSettings OFF =
      new StaleAnswerSettings(Duration.ZERO, Duration.ofMillis(1800));

  public StaleAnswerSettings {
    if (keptFor.compareTo(LONGEST) > 0)
      throw new SettingException("dns.staleAnswers.keptFor", "must be from 0s to 7d.");
    if (after.compareTo(MOST_PATIENT) > 0)
      throw new SettingException("dns.staleAnswers.after", "must be from 0s to 1m.");
  }
}
