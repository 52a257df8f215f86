package io.postern.server.webhook;

import java.time.Duration;
import java.util.Optional;

/** What became of a request to a receiver. */
sealed interface Outcome {
  /** The receiver has it. */
  record Taken() implements Outcome {}

  /** The receiver wants nothing any more. */
  record Gone() implements Outcome {}

  /**
   * Nobody knows whether it arrived.
   *
   * @param status of HTTP; 0 where there was no answer
   * @param error in a sentence
   * @param retryAfter how long the receiver wants to be left alone
   */
  record Failed(int status, String error, Optional<Duration> retryAfter) implements Outcome {
    static Failed because(String error) {
      return new Failed(0, error, Optional.empty());
    }
  }
}
