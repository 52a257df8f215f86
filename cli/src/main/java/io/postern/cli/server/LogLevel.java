package io.postern.cli.server;

import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

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

  /** The word for it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
