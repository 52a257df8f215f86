package io.postern.server.identity.jwt;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, read again when they are old, and once when a token names one that is not
 * among them: an issuer that rotates its keys needs nobody here. Tokens with made-up key ids cannot
 * make this server ask more often than the limit says. While the keys cannot be read, those before
 * stay in use. Thread-safe.
 */
final class KeyCache {
  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

  private final String issuer;
  private final Source source;
  private final Pace pace;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable JWKSet keys;
  private volatile Instant triedAt = Instant.MIN;

  /** Where the keys come from. */
  @FunctionalInterface
  interface Source {
    JWKSet read() throws IOException;
  }

  /**
   * @param old when keys are read again
   * @param atMostEvery how often they are at most
   */
  record Pace(Duration old, Duration atMostEvery) {
    /** Keys behind a URL. */
    static final Pace REMOTE = new Pace(Duration.ofMinutes(10), Duration.ofSeconds(30));

    /** Keys in a file. */
    static final Pace LOCAL = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1));
  }

  KeyCache(String issuer, Source source, Pace pace) {
    this.issuer = issuer;
    this.source = source;
    this.pace = pace;
  }

  /** The keys that a token with this header may be signed with. */
  List<JWK> matching(JWSHeader header, Instant now) {
    if (keys == null || isOlderThan(pace.old(), now)) read(now);
    var found = select(header);
    if (!found.isEmpty()) return found;
    if (isOlderThan(pace.atMostEvery(), now)) read(now);
    return select(header);
  }

  private boolean isOlderThan(Duration age, Instant now) {
    var tried = triedAt;
    return tried.equals(Instant.MIN) || !now.isBefore(tried.plus(age));
  }

  private List<JWK> select(JWSHeader header) {
    var known = keys;
    if (known == null)
      throw ControlException.of(
          new ControlError.Unavailable(
              Problem.of(
                  Reason.RETRYABLE_ERROR,
                  "The keys of the token's issuer cannot be had just now; try again.")));
    return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(known);
  }

  /**
   * One reads; others wait if there are no keys at all, and go on with the old ones if there are.
   */
  private void read(Instant now) {
    boolean none = keys == null;
    if (none) reading.lock();
    else if (!reading.tryLock()) return;
    try {
      if (!isOlderThan(pace.atMostEvery(), now)) return;
      triedAt = now;
      keys = source.read();
    } catch (IOException e) {
      LOG.warn("The keys of the issuer {} cannot be read: {}", issuer, e.getMessage());
    } finally {
      reading.unlock();
    }
  }
}
