package io.postern.cli.zone;

import io.postern.v1.ExportZoneRequest.DerivedRecords;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What an export has of the records that private endpoints claim. */
enum Claims {
  COMMENTED(DerivedRecords.DERIVED_RECORDS_COMMENTED),
  INCLUDED(DerivedRecords.DERIVED_RECORDS_INCLUDED),
  OMITTED(DerivedRecords.DERIVED_RECORDS_OMITTED);

  private final DerivedRecords inApi;

  Claims(DerivedRecords inApi) {
    this.inApi = inApi;
  }

  DerivedRecords inApi() {
    return inApi;
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word, and says which there are when it is not one of them. */
  static final class Reader implements ITypeConverter<Claims> {
    @Override
    public Claims convert(String typed) {
      for (var claims : values()) if (claims.toString().equalsIgnoreCase(typed)) return claims;
      throw new TypeConversionException(
          "'"
              + typed
              + "' is none of "
              + Stream.of(values()).map(Claims::toString).collect(Collectors.joining(", ")));
    }
  }
}
