package io.postern.server.config;

import java.time.Duration;

/**
 * How much callers may have of the server, so that none of them has all of it. They are counted by
 * each server for itself.
 *
 * @param principalWrites how often one principal may write
 * @param subscriptionWrites how often the principals of one tenant together may write to one
 *     subscription
 * @param callsPerPrincipal how many unary calls one principal may have under way; 0 limits nothing
 * @param callsPerConnection how many calls and streams a connection carries at once: a client waits
 *     by itself before it begins more (RFC 9113 section 5.1.2)
 * @param streamsPerPrincipal how many streams one principal may have open; 0 limits nothing
 * @param streams how many streams may be open in all; 0 limits nothing
 * @param longestCall how long a unary call may take, whatever its deadline; 0 limits nothing
 * @param keepAlive how long a client has to wait from one ping of its connection to the next; a
 *     connection that is pinged more often is closed
 */
public record LimitSettings(
    WriteRate principalWrites,
    WriteRate subscriptionWrites,
    int callsPerPrincipal,
    int callsPerConnection,
    int streamsPerPrincipal,
    int streams,
    Duration longestCall,
    Duration keepAlive) {
  /** Far above what one machine does for one caller, and far below what it cannot bear. */
  public static final LimitSettings DEFAULT =
      new LimitSettings(
          new WriteRate(10_000, 20_000),
          new WriteRate(20_000, 40_000),
          2_000,
          10_000,
          20_000,
          50_000,
          // A little more than the hour that a call may ask to wait for a revision.
          Duration.ofMinutes(65),
          Duration.ofSeconds(10));

  private static final String PATH = "limits.";
  private static final int MANY = 10_000_000;
  private static final int FASTEST = 1_000_000;

  public LimitSettings {
    require(principalWrites, "principalWrites");
    require(subscriptionWrites, "subscriptionWrites");
    require(callsPerPrincipal, 0, MANY, "callsPerPrincipal");
    require(callsPerConnection, 1, MANY, "callsPerConnection");
    require(streamsPerPrincipal, 0, MANY, "streamsPerPrincipal");
    require(streams, 0, MANY, "streams");
    if (!longestCall.isZero()) require(longestCall, Duration.ofMillis(1), "longestCall");
    require(keepAlive, Duration.ofSeconds(1), "keepAlive");
  }

  /**
   * Writes that may be made: as a bucket that writes drain and time fills.
   *
   * @param perSecond how fast it fills; 0 limits nothing
   * @param burst how much is in a full one: what may be written at once after a while without
   *     writes
   */
  public record WriteRate(int perSecond, int burst) {
    public boolean isOff() {
      return perSecond == 0;
    }
  }

  private static void require(WriteRate rate, String setting) {
    require(rate.perSecond(), 0, FASTEST, setting + ".perSecond");
    require(rate.burst(), 1, MANY, setting + ".burst");
  }

  private static void require(int value, int least, int most, String setting) {
    if (value < least || value > most)
      throw new SettingException(PATH + setting, "must be from " + least + " to " + most + ".");
  }

  private static void require(Duration value, Duration least, String setting) {
    if (value.compareTo(least) < 0 || value.compareTo(Duration.ofDays(1)) > 0)
      throw new SettingException(
          PATH + setting, "must be from " + SettingText.print(least) + " to 1d.");
  }

  public LimitSettings withWrites(WriteRate principal, WriteRate subscription) {
    return new LimitSettings(
        principal,
        subscription,
        callsPerPrincipal,
        callsPerConnection,
        streamsPerPrincipal,
        streams,
        longestCall,
        keepAlive);
  }

  public LimitSettings withCalls(int perPrincipal, int perConnection, Duration longest) {
    return new LimitSettings(
        principalWrites,
        subscriptionWrites,
        perPrincipal,
        perConnection,
        streamsPerPrincipal,
        streams,
        longest,
        keepAlive);
  }

  public LimitSettings withStreams(int perPrincipal, int inAll) {
    return new LimitSettings(
        principalWrites,
        subscriptionWrites,
        callsPerPrincipal,
        callsPerConnection,
        perPrincipal,
        inAll,
        longestCall,
        keepAlive);
  }
}
