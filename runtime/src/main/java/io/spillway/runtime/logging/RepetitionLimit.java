package io.spillway.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Passes a message on at most {@value #PER_MINUTE} times a minute. Of those beyond, the last is
 * passed on when the minute is over, with how many were left out as {@code omitted}. Messages are
 * the same when service, logger, level, text without digits and kind of exception are. Logback's
 * DuplicateMessageFilter forgets neither what it let pass an hour ago nor tells what it left out,
 * and a turbo filter never sees the messages of the fluent API.
 */
public final class RepetitionLimit extends AppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {
  static final int PER_MINUTE = 10;
  private static final long WINDOW_MILLIS = 60_000;
  private static final int MAX_MESSAGES = 1_000;

  private final AppenderAttachableImpl<ILoggingEvent> targets = new AppenderAttachableImpl<>();

  /** By when their minute began. AppenderBase lets one thread in at a time. */
  private final Map<Message, Window> windows = new LinkedHashMap<>();

  private record Message(
      @Nullable String service,
      String logger,
      Level level,
      String text,
      @Nullable String exceptionClass) {
    static Message of(ILoggingEvent event) {
      return new Message(
          CurrentService.name(),
          event.getLoggerName(),
          event.getLevel(),
          withoutDigits(String.valueOf(event.getMessage())),
          event.getThrowableProxy() == null ? null : event.getThrowableProxy().getClassName());
    }

    private static String withoutDigits(String text) {
      StringBuilder rest = new StringBuilder(text.length());
      text.chars().filter(c -> c < '0' || c > '9').forEach(c -> rest.append((char) c));
      return rest.toString();
    }
  }

  private static final class Window {
    private final long beganMillis;
    private int events;
    private @Nullable ILoggingEvent last;

    private Window(long beganMillis) {
      this.beganMillis = beganMillis;
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    closeWindows(event.getTimeStamp() - WINDOW_MILLIS, MAX_MESSAGES - 1);
    Window window =
        windows.computeIfAbsent(Message.of(event), _ -> new Window(event.getTimeStamp()));
    window.events++;
    if (window.events <= PER_MINUTE) {
      targets.appendLoopOnAppenders(event);
    } else {
      event.prepareForDeferredProcessing();
      window.last = event;
    }
  }

  @Override
  public void stop() {
    closeWindows(Long.MAX_VALUE, 0);
    targets.detachAndStopAllAppenders();
    super.stop();
  }

  /** Closes those that began by then, and the oldest beyond {@code most}. */
  private void closeWindows(long beganMillis, int most) {
    Iterator<Map.Entry<Message, Window>> oldest = windows.entrySet().iterator();
    Map<Message, Window> closed = new LinkedHashMap<>();
    int left = windows.size();
    while (oldest.hasNext()) {
      Map.Entry<Message, Window> next = oldest.next();
      Window window = next.getValue();
      if (window.beganMillis > beganMillis && left <= most) {
        break;
      }
      oldest.remove();
      left--;
      closed.put(next.getKey(), window);
    }
    closed.forEach(this::tell);
  }

  private void tell(Message message, Window window) {
    ILoggingEvent last = window.last;
    if (last == null) {
      return;
    }
    int omitted = window.events - PER_MINUTE - 1;
    if (omitted > 0 && last instanceof LoggingEvent event) {
      event.addKeyValuePair(new KeyValuePair("omitted", omitted));
    }
    // Whoever logs now may be another service.
    String current = CurrentService.name();
    CurrentService.set(message.service());
    targets.appendLoopOnAppenders(last);
    CurrentService.set(current);
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> target) {
    targets.addAppender(target);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return targets.iteratorForAppenders();
  }

  @Override
  public @Nullable Appender<ILoggingEvent> getAppender(String name) {
    return targets.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> target) {
    return targets.isAttached(target);
  }

  @Override
  public void detachAndStopAllAppenders() {
    targets.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> target) {
    return targets.detachAppender(target);
  }

  @Override
  public boolean detachAppender(String name) {
    return targets.detachAppender(name);
  }
}
