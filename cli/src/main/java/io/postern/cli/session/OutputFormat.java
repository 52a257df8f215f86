package io.postern.cli.session;

/** How results are printed. */
public enum OutputFormat {
  TABLE,
  JSON,
  YAML;

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
