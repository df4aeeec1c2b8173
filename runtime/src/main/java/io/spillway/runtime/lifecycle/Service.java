package io.spillway.runtime.lifecycle;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.admin.AdminServer;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a service: reads settings, opens the admin server, wires, says ready, waits for SIGTERM and
 * closes the parts, the last one first. Exit code 1 after a failure, 2 when the settings are not
 * usable; a signal ends the JVM with 128 + its number, as is usual.
 */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final long CLOSE_SECONDS = 30;

  private Service() {}

  /** Puts a service's parts together. */
  @FunctionalInterface
  public interface Wiring {
    /** Reads settings, builds and starts the parts; what it throws ends the process. */
    void wire(ServiceContext context) throws Exception;
  }

  /** Runs until stopped, then ends the JVM. */
  public static void run(String name, String[] args, Wiring wiring) {
    if (args.length > 0) {
      System.err.println(
          name
              + " takes no arguments, but got '"
              + args[0]
              + "'; configure it with environment variables or -Dconfig.file");
      System.exit(2);
    }
    System.exit(runToEnd(name, wiring));
  }

  private static int runToEnd(String name, Wiring wiring) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.config().commonTags("service", name);
    ServiceContext context = new ServiceContext(name, Settings.load(), metrics);
    CountDownLatch closed = stopOnSignal(context);
    try {
      start(context, wiring);
      return context.awaitStop() ? 0 : 1;
    } catch (InvalidSettingsException e) {
      System.err.println(name + ": " + e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception e) {
      LOG.atError().setCause(e).addKeyValue("service", name).log("Service failed to start");
      return 1;
    } finally {
      context.health().setOpen(false);
      context.closeAll();
      LOG.atInfo().addKeyValue("service", name).log("stopped");
      closed.countDown();
    }
  }

  private static void start(ServiceContext context, Wiring wiring) throws Exception {
    Settings settings = context.settings();
    String host = settings.text("spillway.admin.host");
    int port = settings.count("spillway.admin.port", 0, 65_535);
    settings.check();
    bindJvmMetrics(context);
    AdminServer admin = AdminServer.start(host, port, context.health(), context.metrics());
    context.own(admin);
    wiring.wire(context);
    context.health().setOpen(true);
    LOG.atInfo()
        .addKeyValue("service", context.name())
        .addKeyValue("adminPort", admin.port())
        .addKeyValue("startMillis", ManagementFactory.getRuntimeMXBean().getUptime())
        .log("started");
  }

  private static CountDownLatch stopOnSignal(ServiceContext context) {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              context.stop();
              try {
                // The JVM halts when the hooks end, so hold it until the parts are closed.
                if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("components did not close within " + CLOSE_SECONDS + " s");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    return closed;
  }

  private static void bindJvmMetrics(ServiceContext context) {
    PrometheusMeterRegistry metrics = context.metrics();
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    JvmGcMetrics gc = context.own(new JvmGcMetrics());
    gc.bindTo(metrics);
  }
}
