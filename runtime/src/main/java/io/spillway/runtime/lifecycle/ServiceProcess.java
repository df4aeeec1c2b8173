package io.spillway.runtime.lifecycle;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.spillway.runtime.admin.AdminConfig;
import io.spillway.runtime.admin.AdminServer;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.logging.CurrentService;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM as the process of one service, or of several: each has its settings, meters, health and
 * parts as if it were alone; the admin server, the meters of the JVM and the end are shared.
 */
final class ServiceProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
  private static final int FAILED = 1;
  private static final int INVALID_SETTINGS = 2;
  private static final long CLOSE_SECONDS = 30;

  private final String name;
  private final StopSignal stop = new StopSignal();
  private final List<Running> services;
  private final PrometheusMeterRegistry metrics;

  private record Running(ServiceDefinition definition, ServiceContext context) {
    String name() {
      return definition.name();
    }
  }

  ServiceProcess(String name, List<ServiceDefinition> definitions) {
    this.name = name;
    this.services =
        definitions.stream()
            .map(
                each ->
                    new Running(
                        each, new ServiceContext(each.name(), Settings.load(each.name()), stop)))
            .toList();
    this.metrics = isShared() ? sharedMetrics() : services.getFirst().context().metrics();
  }

  int run() {
    CountDownLatch closed = stopOnSignal();
    try {
      runServices();
    } catch (InvalidSettingsException e) {
      report(name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.fail(FAILED);
    } catch (Exception e) {
      LOG.atError().setCause(e).addKeyValue("process", name).log("Process failed to start");
      stop.fail(FAILED);
    } finally {
      closed.countDown();
    }
    return stop.exitCode();
  }

  private void runServices() throws Exception {
    Settings settings = Settings.load();
    AdminConfig config = AdminConfig.from(settings);
    settings.check();
    try (JvmGcMetrics _ = bindJvmMetrics();
        AdminServer admin = AdminServer.start(config, subjects(), metrics)) {
      List<Thread> starts = forEach("start", service -> start(service, admin.port()));
      try {
        stop.await();
        if (stop.exitCode() != 0) {
          // One that waits for a server need not wait any longer.
          starts.forEach(Thread::interrupt);
        }
        join(starts);
      } finally {
        join(forEach("stop", ServiceProcess::close));
      }
    }
  }

  private void start(Running service, int adminPort) {
    try {
      service.definition().wiring().wire(service.context());
      service.context().health().setOpen(true);
      LOG.atInfo()
          .addKeyValue("service", service.name())
          .addKeyValue("adminPort", adminPort)
          .addKeyValue("startMillis", ManagementFactory.getRuntimeMXBean().getUptime())
          .log("started");
    } catch (InvalidSettingsException e) {
      report(service.name(), e);
    } catch (Throwable e) {
      // Not only exceptions: a thread that ends silently would leave the process half started.
      (stop.isRequested() ? LOG.atWarn() : LOG.atError())
          .setCause(e)
          .addKeyValue("service", service.name())
          .log("Service failed to start");
      stop.fail(FAILED);
    }
  }

  private static void close(Running service) {
    service.context().health().setOpen(false);
    service.context().closeAll();
    LOG.atInfo().addKeyValue("service", service.name()).log("stopped");
  }

  private void report(String who, InvalidSettingsException invalid) {
    System.err.println(who + ": " + invalid.getMessage());
    stop.fail(INVALID_SETTINGS);
  }

  private boolean isShared() {
    return services.size() > 1;
  }

  private List<AdminServer.Subject> subjects() {
    return services.stream()
        .map(
            each ->
                new AdminServer.Subject(
                    each.name(), each.context().health(), each.context().metrics()))
        .toList();
  }

  /** What the JVM measures, and what each service does. */
  private PrometheusMeterRegistry sharedMetrics() {
    PrometheusRegistry all = new PrometheusRegistry();
    for (Running service : services) {
      MultiCollector own = service.context().metrics().getPrometheusRegistry()::scrape;
      all.register(own);
    }
    PrometheusMeterRegistry shared =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, all, Clock.SYSTEM);
    shared.config().commonTags("service", name);
    return shared;
  }

  private JvmGcMetrics bindJvmMetrics() {
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(metrics);
    return gc;
  }

  /** Threads, which a service's own ones descend from: so their lines of the log name it. */
  private List<Thread> forEach(String what, Consumer<Running> action) {
    List<Thread> threads = new ArrayList<>();
    for (Running service : services) {
      Runnable task =
          () -> {
            if (isShared()) {
              CurrentService.set(service.name());
            }
            action.accept(service);
          };
      threads.add(Thread.ofPlatform().name(what + "-" + service.name()).start(task));
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private CountDownLatch stopOnSignal() {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.request();
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
}
