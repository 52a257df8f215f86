package io.postern.cli.topology;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The values of an enum without the prefix that the proto style asks for: {@code STANDARD} for
 * {@code SKU_STANDARD}. They are read without regard to case and underscores, so that Azure's
 * spellings, such as {@code NxDomainRedirect}, are right, too.
 */
final class EnumNames {
  private static final String ZERO = "UNSPECIFIED";

  private EnumNames() {}

  static EnumValueDescriptor parse(EnumDescriptor type, String text) {
    for (var value : type.getValues()) {
      boolean matches =
          folded(value.getName()).equals(folded(text)) || folded(print(value)).equals(folded(text));
      if (matches && value.getNumber() != 0) return value;
    }
    throw new IllegalArgumentException(text);
  }

  static String print(EnumValueDescriptor value) {
    var zero = value.getType().getValues().getFirst().getName();
    var prefix = zero.substring(0, zero.length() - ZERO.length());
    return value.getName().startsWith(prefix)
        ? value.getName().substring(prefix.length())
        : value.getName();
  }

  static String all(EnumDescriptor type) {
    return type.getValues().stream()
        .filter(value -> value.getNumber() != 0)
        .map(EnumNames::print)
        .collect(Collectors.joining(", "));
  }

  private static String folded(String text) {
    return text.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
