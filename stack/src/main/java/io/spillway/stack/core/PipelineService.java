package io.spillway.stack.core;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The services of the pipeline and how each is run on one machine. */
public enum PipelineService {
  INGEST_API("ingest-api", Priority.ACCEPT, 256, 9101, "SPILLWAY_INGEST_PORT", 8080),
  ORDER_PROCESSOR("order-processor", Priority.SETTLE, 320, 9102, "", 0),
  INVENTORY_PROCESSOR("inventory-processor", Priority.SETTLE, 256, 9103, "", 0),
  CDC_CONNECTOR("cdc-connector", Priority.REPORT, 320, 9104, "", 0),
  ANALYTICS_SINK("analytics-sink", Priority.REPORT, 256, 9105, "SPILLWAY_REPORTS_PORT", 8090);

  private final String serviceName;
  private final Priority priority;
  private final int heapMiB;
  private final int adminPort;
  private final String publicPortVariable;
  private final int publicPort;

  PipelineService(
      String serviceName,
      Priority priority,
      int heapMiB,
      int adminPort,
      String publicPortVariable,
      int publicPort) {
    this.serviceName = serviceName;
    this.priority = priority;
    this.heapMiB = heapMiB;
    this.adminPort = adminPort;
    this.publicPortVariable = publicPortVariable;
    this.publicPort = publicPort;
  }

  /** The name that people use; also the module's. */
  public String serviceName() {
    return serviceName;
  }

  /** Who it lets pass while processors are short. */
  public Priority priority() {
    return priority;
  }

  /** The largest heap, in MiB. */
  public int heapMiB() {
    return heapMiB;
  }

  /** The port that health and metrics are served on when it is free. */
  public int adminPort() {
    return adminPort;
  }

  /** The environment variable of the public port; empty when the service has none. */
  public String publicPortVariable() {
    return publicPortVariable;
  }

  /** Whether clients connect to it. */
  public boolean hasPublicPort() {
    return publicPort != 0;
  }

  /** The public port when it is free; 0 without one. */
  public int publicPort() {
    return publicPort;
  }

  /** The runnable jar below the project's root. */
  public Path jar(Path root) {
    return root.resolve(serviceName).resolve("target").resolve(serviceName + ".jar");
  }

  /**
   * The service of a name.
   *
   * @throws IllegalArgumentException listing the names when there is none
   */
  public static PipelineService named(String name) {
    return Arrays.stream(values())
        .filter(service -> service.serviceName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown service '" + name + "': expected one of " + names()));
  }

  private static String names() {
    return Arrays.stream(values())
        .map(PipelineService::serviceName)
        .collect(Collectors.joining(", "));
  }
}
