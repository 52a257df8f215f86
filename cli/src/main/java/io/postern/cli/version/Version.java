package io.postern.cli.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as the jar it came in knows it. */
public final class Version implements IVersionProvider {
  private static final String RESOURCE = "/META-INF/maven/io.postern/postern-cli/pom.properties";

  @Override
  public String[] getVersion() {
    return new String[] {"postern " + number() + ", on Java " + Runtime.version().feature()};
  }

  /** The release, or {@code development} when the classes did not come in a jar. */
  static String number() {
    try (var in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) return "development";
      var properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
