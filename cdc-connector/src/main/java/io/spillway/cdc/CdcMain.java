package io.spillway.cdc;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import io.spillway.schemas.routing.Partitioning;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Starts the connector. */
public final class CdcMain {
  private CdcMain() {}

  public static void main(String[] args) {
    Service.run(service(), args);
  }

  /** The service, for a process that runs it beside others. */
  public static ServiceDefinition service() {
    return new ServiceDefinition(CdcWiring.NAME, CdcMain::wire);
  }

  private static void wire(ServiceContext context) throws InterruptedException {
    // The binlog client logs by java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Settings settings = context.settings();
    KafkaConfig kafka = KafkaConfig.from(settings);
    CdcConfig config = CdcConfig.from(settings, MysqlConfig.from(settings));
    Partitioning partitioning = PartitioningConfig.from(settings);
    settings.check();
    CdcWiring wiring =
        context.own(
            CdcWiring.start(
                kafka, partitioning, config, context::fail, context.clock(), context.metrics()));
    wiring.report(context.health(), config);
  }
}
