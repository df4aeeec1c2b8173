package io.spillway.pipeline;

import io.spillway.analytics.AnalyticsMain;
import io.spillway.cdc.CdcMain;
import io.spillway.ingest.IngestMain;
import io.spillway.inventory.InventoryMain;
import io.spillway.order.OrderMain;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the services that its arguments name, all without any, in this JVM. */
public final class PipelineMain {
  private static final String NAME = "pipeline";
  private static final List<ServiceDefinition> SERVICES =
      List.of(
          IngestMain.service(),
          OrderMain.service(),
          InventoryMain.service(),
          CdcMain.service(),
          AnalyticsMain.service());

  private PipelineMain() {}

  /** Runs until stopped. */
  public static void main(String[] args) {
    try {
      Service.runTogether(NAME, named(List.of(args)));
    } catch (IllegalArgumentException e) {
      System.err.println(NAME + ": " + e.getMessage());
      System.exit(2);
    }
  }

  /**
   * The services of these names, each once.
   *
   * @throws IllegalArgumentException naming a service that there is none of
   */
  static List<ServiceDefinition> named(List<String> names) {
    List<String> unknown = new ArrayList<>(names);
    SERVICES.forEach(service -> unknown.removeIf(service.name()::equals));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown service '"
              + unknown.getFirst()
              + "': expected some of "
              + SERVICES.stream().map(ServiceDefinition::name).collect(Collectors.joining(", ")));
    }
    return SERVICES.stream()
        .filter(service -> names.isEmpty() || names.contains(service.name()))
        .toList();
  }
}
