package io.spillway.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class RepetitionLimitTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final RepetitionLimit limit = new RepetitionLimit();

  @BeforeEach
  void start() {
    written.start();
    context.setMDCAdapter(new LogbackMDCAdapter());
    limit.setContext(context);
    limit.addAppender(written);
    limit.start();
  }

  @Test
  void ofAFloodTheFirstTenAreWrittenAndLaterTheLastWithTheirNumber() {
    for (int i = 0; i < 6_546; i++) {
      log("queue is full", i);
    }
    assertThat(written.list).hasSize(10);
    log("another", 70_000);
    assertThat(written.list).hasSize(12);
    ILoggingEvent last = written.list.get(10);
    assertThat(last.getFormattedMessage()).isEqualTo("queue is full");
    assertThat(last.getTimeStamp()).isEqualTo(6_545);
    assertThat(last.getKeyValuePairs())
        .extracting(RepetitionLimitTest::text)
        .containsExactly("omitted=6535");
  }

  @Test
  void eachMinuteBeginsAnew() {
    for (int second = 0; second < 300; second++) {
      log("not ready", second * 1_000L);
    }
    limit.stop();
    // Ten and the last of each of five minutes.
    assertThat(written.list).hasSize(55);
  }

  @Test
  void messagesThatDifferOnlyInNumbersAreTheSame() {
    for (int i = 0; i < 50; i++) {
      log("task " + i + " failed", i);
    }
    assertThat(written.list).hasSize(10);
  }

  @Test
  void othersAreNotHeldBack() {
    for (int i = 0; i < 50; i++) {
      log("flood", i);
    }
    log("rare", 51);
    assertThat(written.list).extracting(ILoggingEvent::getMessage).contains("rare");
  }

  @Test
  void whatIsLeftOutIsToldAtTheEnd() {
    for (int i = 0; i < 12; i++) {
      log("flood", i);
    }
    limit.stop();
    assertThat(written.list).hasSize(11);
    assertThat(written.list.getLast().getKeyValuePairs())
        .extracting(RepetitionLimitTest::text)
        .containsExactly("omitted=1");
  }

  @Test
  void moreMessagesThanItRemembersAreAllWritten() {
    for (int i = 0; i < 3_000; i++) {
      log("x".repeat(i), i);
    }
    assertThat(written.list).hasSize(3_000);
  }

  @Test
  void everythingThatAServiceLogsGoesThroughIt() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    Iterator<Appender<ILoggingEvent>> appenders =
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    RepetitionLimit configured = (RepetitionLimit) appenders.next();
    assertThat(appenders.hasNext()).isFalse();
    assertThat(configured.isStarted()).isTrue();
    assertThat(List.of(configured.iteratorForAppenders().next()))
        .first()
        .isInstanceOf(ConsoleAppender.class);
    context.stop();
  }

  private void log(String message, long atMillis) {
    LoggingEvent event =
        new LoggingEvent(
            "caller", context.getLogger("a.library"), Level.WARN, message, null, new Object[0]);
    event.setTimeStamp(atMillis);
    limit.doAppend(event);
  }

  private static String text(KeyValuePair pair) {
    return pair.key + "=" + pair.value;
  }
}
