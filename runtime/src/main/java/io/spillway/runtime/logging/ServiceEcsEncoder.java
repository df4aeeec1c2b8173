package io.spillway.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.logback.EcsEncoder;

/**
 * ECS JSON whose {@code service.name} is {@link CurrentService}'s where services share a process.
 */
public final class ServiceEcsEncoder extends EcsEncoder {
  private String processName = "";

  /** The name of a line that belongs to no service. */
  @Override
  public void setServiceName(String name) {
    processName = name;
  }

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder json) {
    String service = CurrentService.name();
    EcsJsonSerializer.serializeServiceName(json, service == null ? processName : service);
  }
}
