package io.postern.cli.session;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How results are printed. */
public enum OutputFormat {
  /** For people: aligned columns, or sentences. */
  TABLE,
  /** For programs: the JSON of the API's messages. */
  JSON,
  /** The same as YAML. */
  YAML;

  private static final List<String> WORDS =
      Stream.of(values()).map(OutputFormat::toString).toList();

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word, and says which there are when it is not one of them. */
  static final class Reader implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String typed) {
      for (var format : values()) {
        if (format.toString().equalsIgnoreCase(typed)) return format;
      }
      throw new TypeConversionException("'" + typed + "' is none of " + String.join(", ", WORDS));
    }
  }
}
