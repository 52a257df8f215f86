package io.postern.dns.forward;

/**
 * Counts of upstream work since start.
 *
 * @param asked tries, one for each resolver asked
 * @param failed tries without an answer
 * @param fromCache questions answered without asking
 * @param stale questions answered with what was said before, since nobody said anything newer
 * @param overLimit questions given up because too many were in flight
 */
public record ForwardCounts(long asked, long failed, long fromCache, long stale, long overLimit) {}
