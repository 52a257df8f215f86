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

  private Protos() {}

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  public static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  public static com.google.protobuf.Duration duration(java.time.Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  public static java.time.Duration duration(com.google.protobuf.Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
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
