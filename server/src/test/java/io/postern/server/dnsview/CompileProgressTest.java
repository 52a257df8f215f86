package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CompileProgressTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(CompileProgress.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong now = new AtomicLong();
  private final CompileProgress progress = new CompileProgress(now::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void workThatIsSoonDoneSaysNothing() {
    work(4, 1000);
    progress.end();
    assertEquals(List.of(), said());
  }

  @Test
  void longWorkSaysHowFarItIsEveryFiveSeconds() {
    for (int second = 0; second < 12; second++) work(1, 100);
    progress.end();
    assertEquals(
        List.of(
            "DNS is compiled from all resources: 500 so far",
            "DNS is compiled from all resources: 1000 so far",
            "DNS is compiled from all 1200 resources, in 12 s"),
        said());
  }

  private void work(int seconds, int resources) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    progress.add(resources);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
