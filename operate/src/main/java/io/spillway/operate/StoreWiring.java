package io.spillway.operate;

import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.sql.Migrations;
import io.spillway.stack.Deployment;
import io.spillway.stack.LocalInfrastructure;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.ServiceFleet;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the servers must hold before a service starts: topics, tables, and rights on them. */
public final class StoreWiring {
  private static final int POOL_FOR_TOOLS = 1;
  private static final String ACCESS_MODE = "SPILLWAY_ACCESS_MODE";
  private static final String MASTER_KEYS = "SPILLWAY_PRIVACY_MASTER_KEY_FILE";

  private StoreWiring() {}

  /**
   * Creates what is missing, side by side; what is there stays as it is. Safe to repeat.
   *
   * @param home whose file says who may do what with servers that have accounts
   * @throws OperationException when topics exist that would route orders elsewhere
   */
  public static void run(Backends backends, Path home) throws InterruptedException {
    // A file that cannot be read is told before anything is made.
    Optional<AccessWiring> rights = backends.access().map(_ -> AccessWiring.of(backends, home));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> topics =
          executor.submit(
              () -> {
                TopicSetup.ensure(backends);
                if (rights.isPresent()) {
                  rights.get().ensureServicesInKafka();
                }
                return null;
              });
      Migrations.migrate(mysql(backends, POOL_FOR_TOOLS));
      rights.ifPresent(AccessWiring::ensureServicesInMysql);
      topics.get();
    } catch (ExecutionException e) {
      Throwable cause = Failures.cause(e);
      throw new OperationException("Failed to prepare Kafka: " + cause.getMessage(), cause);
    }
  }

  /** The pipeline of a home, with more in the environment of its services. */
  public static Deployment deployment(
      PipelineHome home, StackShape shape, Map<String, String> environment, Progress progress) {
    HealthProbe probe = new HealthProbe();
    Map<String, String> all = new HashMap<>(environment);
    if (!System.getenv().containsKey(MASTER_KEYS)) {
      all.putIfAbsent(MASTER_KEYS, home.masterKeys().toString());
    }
    return new Deployment(
        home,
        new LocalInfrastructure(home.data(), shape, progress),
        backends -> prepare(home, all, backends),
        new ServiceFleet(home, probe, shape.randomPorts(), all, progress),
        probe,
        progress);
  }

  /**
   * {@link #run}, the home's master key where the services are to use it, and the key of its own
   * commands where the services ask for one.
   */
  public static void prepare(PipelineHome home, Map<String, String> environment, Backends backends)
      throws InterruptedException {
    run(backends, home.data());
    if (home.masterKeys().toString().equals(environment.get(MASTER_KEYS))) {
      ForgetWiring.ensureMasterKey(home.masterKeys());
    }
    String mode =
        environment.getOrDefault(ACCESS_MODE, System.getenv().getOrDefault(ACCESS_MODE, ""));
    if (mode.equals("required") || backends.access().isPresent()) {
      KeyWiring.ensureOperatorKey(backends, home.operatorKey());
    }
  }

  /** The shards with the account of the services, and so many connections to each. */
  public static MysqlConfig mysql(Backends backends, int connections) {
    return BackendConfigs.mysql(backends, connections);
  }
}
