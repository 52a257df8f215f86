package io.postern.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients of several servers saw, held against the log of changes: strict serializability. The
 * log says which order there was; whoever was told something must have been told it in that order,
 * and in the order of time.
 */
final class History {
  /**
   * A call that was answered.
   *
   * @param key the connection it was about
   * @param state what the caller was told that the connection is
   * @param begun when it was sent, in nanoseconds of this process
   * @param ended when its answer was there
   */
  record Call(String key, String state, long revision, long begun, long ended) {}

  private final List<Call> calls = new ArrayList<>();

  synchronized void add(Call call) {
    calls.add(call);
  }

  synchronized int size() {
    return calls.size();
  }

  /** The states of each key by the revision that brought them, as the log has them. */
  static final class Log {
    private final Map<String, NavigableMap<Long, String>> states = new HashMap<>();

    void put(String key, long revision, String state) {
      states.computeIfAbsent(key, absent -> new TreeMap<>()).put(revision, state);
    }

    private @Nullable String at(String key, long revision) {
      var known = states.get(key);
      var entry = known == null ? null : known.floorEntry(revision);
      return entry == null ? null : entry.getValue();
    }
  }

  /**
   * Fails for a call that the log does not have as it was answered, or not in the order of time.
   */
  synchronized void check(Log log) {
    for (var call : calls) {
      var inLog = log.at(call.key, call.revision);
      assertNotNull(inLog, () -> call + " was answered and is not in the log");
      assertEquals(inLog, call.state, () -> call + " is not what the log has there");
    }
    checkTime();
  }

  /** Nobody is told of a revision older than one that somebody had been told of before the call. */
  private void checkTime() {
    var byBegin = new ArrayList<>(calls);
    byBegin.sort(Comparator.comparingLong(Call::begun));
    var ended = calls.stream().sorted(Comparator.comparingLong(Call::ended)).iterator();
    Call next = ended.hasNext() ? ended.next() : null;
    long newest = 0;
    for (var call : byBegin) {
      while (next != null && next.ended < call.begun) {
        newest = Math.max(newest, next.revision);
        next = ended.hasNext() ? ended.next() : null;
      }
      long known = newest;
      assertTrue(
          call.revision >= known,
          () -> call + " began when revision " + known + " had been told to somebody");
    }
  }
}
