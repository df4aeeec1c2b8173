package io.spillway.runtime.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The word {@code %service} of a pattern: the name and a space; nothing in a process of one. */
public final class ServiceConverter extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String service = CurrentService.name();
    return service == null ? "" : service + " ";
  }
}
