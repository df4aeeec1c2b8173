package io.spillway.runtime.lifecycle;

import io.spillway.runtime.health.HealthStatus;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that each do one thing, by name; run by {@link ServiceTest} as a process. */
final class ServiceFixture {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceFixture.class);

  private ServiceFixture() {}

  public static void main(String[] args) {
    List<ServiceDefinition> services =
        Arrays.stream(args).map(name -> new ServiceDefinition(name, wiring(name))).toList();
    if (services.size() == 1) {
      Service.run(services.getFirst(), new String[0]);
    }
    Service.runTogether("fixture", services);
  }

  private static ServiceDefinition.Wiring wiring(String name) {
    return switch (name) {
      case "misconfigured-1", "misconfigured-2" ->
          context -> {
            context.settings().violation("spillway." + name, "x", "y");
            context.settings().check();
          };
      case "broken" ->
          context -> {
            throw new IllegalStateException("no such topic");
          };
      case "blocked" -> context -> new CountDownLatch(1).await();
      case "dying" ->
          context -> {
            Thread worker =
                new Thread(() -> context.fail("a worker died", new IllegalStateException("why")));
            worker.start();
          };
      default -> context -> wireGood(name, context);
    };
  }

  private static void wireGood(String name, ServiceContext context) {
    context.metrics().counter("spillway.fixture.done").increment(name.length());
    context.health().register("part", HealthStatus::up);
    context.own(() -> LOG.info("closed the first part"));
    context.own(() -> LOG.info("closed the last part"));
    Thread.ofVirtual().start(() -> LOG.info("worker of " + name));
  }
}
