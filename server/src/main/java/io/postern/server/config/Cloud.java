package io.postern.server.config;

import java.util.Locale;

/** The cloud whose types, names and zones the catalogue has. */
public enum Cloud {
  PUBLIC,
  USGOV,
  CHINA;

  /** As the settings and the table of types write it. */
  public String columnValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return columnValue();
  }
}
