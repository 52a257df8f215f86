package io.postern.server.rpc;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.time.Instant;
import java.util.Map;

/** The small conversions that every mapping between messages and the model needs. */
public final class Protos {
  private static final int MAX_TAGS = 50;

  // The range of google.protobuf.Timestamp and of google.protobuf.Duration.
  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final long MOST_SECONDS = 315_576_000_000L;

  private Protos() {}

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * A time from a request.
   *
   * @throws ControlException {@code InvalidArgument} outside the years 1 to 9999, which is all that
   *     a Timestamp stands for
   */
  public static Instant instant(Timestamp time, String field) {
    boolean inRange =
        FIRST_SECOND <= time.getSeconds()
            && time.getSeconds() <= LAST_SECOND
            && 0 <= time.getNanos()
            && time.getNanos() < 1_000_000_000;
    if (inRange) return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    throw ControlException.invalid(
        Reason.INVALID_FIELD, field, "'" + field + "' is no time of the years 1 to 9999.");
  }

  public static com.google.protobuf.Duration duration(java.time.Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /**
   * A duration from a request.
   *
   * @throws ControlException {@code InvalidArgument} beyond 10,000 years, which is all that a
   *     Duration stands for
   */
  public static java.time.Duration duration(com.google.protobuf.Duration duration, String field) {
    if (-MOST_SECONDS <= duration.getSeconds() && duration.getSeconds() <= MOST_SECONDS)
      return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    throw ControlException.invalid(
        Reason.INVALID_FIELD, field, "'" + field + "' is no duration of at most 10,000 years.");
  }

  /** Refuses a required text that is missing. */
  public static String required(String value, String field) {
    if (value.isEmpty())
      throw ControlException.invalid(Reason.INVALID_FIELD, field, "'" + field + "' is required.");
    return value;
  }

  /** Refuses a number that is no constant of the enum. */
  public static <E extends ProtocolMessageEnum> E known(E value, String field) {
    if (value instanceof Enum<?> constant && constant.name().equals("UNRECOGNIZED")) {
      throw ControlException.invalid(
          Reason.UNKNOWN_FIELD_VALUE,
          field,
          "'"
              + field
              + "' has a value that this server does not know; use one of the documented ones.");
    }
    return value;
  }

  /** Tags within Azure's limits. */
  public static Map<String, String> tags(Map<String, String> tags, String field) {
    if (tags.size() > MAX_TAGS)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "A resource has at most " + MAX_TAGS + " tags.");
    tags.forEach((key, value) -> {
      if (key.isEmpty() || key.length() > 512 || value.length() > 256) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field,
            "A tag's key has 1-512 characters and its value at most 256.");
      }
    });
    return tags;
  }
}
