package io.postern.cli.noun;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of the API as words for people. */
public final class Words {
  private static final String UNSPECIFIED = "UNSPECIFIED";

  private Words() {}

  /**
   * An enum value as Azure writes it: {@code RESOLUTION_POLICY_NX_DOMAIN_REDIRECT} is {@code
   * NxDomainRedirect}, and a value that is not set is nothing.
   */
  public static String of(ProtocolMessageEnum value) {
    var bare = bare(value);
    if (bare.equals(UNSPECIFIED)) return "";
    var words = new StringBuilder();
    for (var word : bare.split("_")) {
      words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }

  /** An enum value as an acronym stays: {@code RECORD_TYPE_CNAME} is {@code CNAME}. */
  public static String bare(ProtocolMessageEnum value) {
    if (!(value instanceof Enum<?> constant) || constant.name().equals("UNRECOGNIZED")) return "?";
    var prefix = snakeCase(value.getDescriptorForType().getName()) + "_";
    var name = constant.name();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  public static String of(boolean value) {
    return value ? "yes" : "no";
  }

  public static String of(Collection<String> values) {
    return String.join(", ", values);
  }

  public static String of(Map<String, String> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** A time to the second in UTC, as RFC 3339 has it; nothing when it is not set. */
  public static String of(Timestamp time) {
    if (time.equals(Timestamp.getDefaultInstance())) return "";
    return Instant.ofEpochSecond(time.getSeconds()).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
