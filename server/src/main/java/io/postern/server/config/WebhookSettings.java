package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How webhooks are delivered.
 *
 * @param keyFile the file with the key that their secrets are made with; empty for one in the data
 *     directory, and for none where the store is shared
 * @param allowedPrefixes addresses that are not public, and may be delivered to all the same
 * @param timeout how long a receiver may take for one request
 * @param firstRetry how long after a failure the same is sent again, at most
 * @param longestRetry what that grows to
 */
public record WebhookSettings(
    Optional<Path> keyFile,
    List<Cidr> allowedPrefixes,
    Duration timeout,
    Duration firstRetry,
    Duration longestRetry) {
  private static final String PATH = "webhooks.";
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofDays(1);

  public static final WebhookSettings DEFAULT =
      new WebhookSettings(
          Optional.empty(),
          List.of(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5));

  public WebhookSettings {
    allowedPrefixes = List.copyOf(allowedPrefixes);
    if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(Duration.ofMinutes(2)) > 0)
      throw new SettingException(PATH + "timeout", "must be from 100ms to 2m.");
    if (firstRetry.compareTo(LEAST) < 0 || firstRetry.compareTo(MOST) > 0)
      throw new SettingException(PATH + "firstRetry", "must be from 100ms to 1d.");
    if (longestRetry.compareTo(firstRetry) < 0 || longestRetry.compareTo(MOST) > 0)
      throw new SettingException(PATH + "longestRetry", "must be from 'firstRetry' to 1d.");
  }

  public WebhookSettings withAllowedPrefixes(List<Cidr> others) {
    return new WebhookSettings(keyFile, others, timeout, firstRetry, longestRetry);
  }

  public WebhookSettings withKeyFile(Path other) {
    return new WebhookSettings(
        Optional.of(other), allowedPrefixes, timeout, firstRetry, longestRetry);
  }
}
