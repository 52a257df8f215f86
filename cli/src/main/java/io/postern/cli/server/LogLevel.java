package io.postern.cli.server;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How much the server logs. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR;

  /**
   * Sets the level for this process. It has to come before the first logger: logback reads the
   * property once.
   */
  public void apply() {
    System.setProperty("postern.log.level", toString());
    if (this == DEBUG) System.setProperty("postern.log.libraries", "info");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Reads the word, and says which there are when it is not one of them. */
  static final class Reader implements ITypeConverter<LogLevel> {
    @Override
    public LogLevel convert(String typed) {
      for (var level : values()) {
        if (level.toString().equalsIgnoreCase(typed)) return level;
      }
      throw new TypeConversionException(
          "'"
              + typed
              + "' is none of "
              + Stream.of(values()).map(LogLevel::toString).collect(Collectors.joining(", ")));
    }
  }

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
