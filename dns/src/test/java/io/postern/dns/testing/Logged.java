package io.postern.dns.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The lines of the log that have to do with one test; others run beside it. */
public final class Logged implements AutoCloseable {
  private final List<String> marks;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          var message = event.getFormattedMessage();
          if (marks.stream().anyMatch(message::contains)) {
            messages.add(message);
          }
        }
      };

  /**
   * Begins to listen.
   *
   * @param name of a logger, for its own lines and those of loggers below
   * @param marks one of which a line has in it
   */
  public Logged(String name, String... marks) {
    this.marks = List.of(marks);
    // The first to log makes the context, and others do not wait for it.
    while (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext)) {
      Thread.onSpinWait();
    }
    logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  /** All lines since the last call. */
  public List<String> take() {
    var taken = List.copyOf(messages);
    messages.clear();
    return taken;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
  }
}
