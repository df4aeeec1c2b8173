package io.spillway.stack.adapter.container;

import io.spillway.stack.adapter.os.Checked;
import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.server.PortPlan;
import io.spillway.stack.adapter.server.ServerSet;
import io.spillway.stack.adapter.server.StackHome;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerNames;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.Stack;
import io.spillway.stack.port.StartListener;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The same servers as containers, from the images that {@code compose.yaml} names, on ports of the
 * loopback address. Needs a Docker engine, and Testcontainers on the class path: it is an optional
 * dependency of this module. The data live and die with the containers; closing removes them.
 */
public final class ContainerStack implements Stack {
  private final StackSpec spec;
  private final PortPlan ports;
  private final List<ContainerServer> servers;

  private ContainerStack(StackSpec spec, PortPlan ports, List<ContainerServer> servers) {
    this.spec = spec;
    this.ports = ports;
    this.servers = List.copyOf(servers);
  }

  /**
   * Starts every server the spec asks for and returns when all are healthy. The spec's cache,
   * detachment and more than one broker have no meaning here.
   *
   * @throws OperationException when one does not start, with the end of its log; none is left then
   */
  public static ContainerStack start(StackSpec spec, StartListener progress) {
    if (spec.brokers() != 1) {
      throw new IllegalArgumentException(
          "brokers = " + spec.brokers() + ": a stack of containers has 1");
    }
    if (spec.secure()) {
      throw new IllegalArgumentException("secure: a stack of containers has no accounts");
    }
    return Checked.orFail(
        () -> {
          Files.createDirectories(new StackHome(spec.home()).logs());
          PortPlan ports = PortPlan.choose(spec, new Ports(RandomGenerator.getDefault()), progress);
          ContainerStack stack = new ContainerStack(spec, ports, containers(spec, ports));
          try {
            Parallel.run(
                stack.servers.stream()
                    .<Parallel.Task>map(server -> () -> server.create(progress))
                    .toList());
            return stack;
          } catch (InterruptedException | RuntimeException e) {
            stack.close();
            throw e;
          }
        });
  }

  private static List<ContainerServer> containers(StackSpec spec, PortPlan ports) {
    List<ContainerServer> servers = new ArrayList<>();
    if (spec.runs(Server.KAFKA)) {
      servers.add(Containers.kafka(spec, ports));
    }
    if (spec.runs(Server.MYSQL)) {
      for (int i = 0; i < spec.mysqlServers(); i++) {
        servers.add(Containers.mysql(i, spec, ports));
      }
    }
    if (spec.runs(Server.REDIS)) {
      servers.add(Containers.redis(spec, ports));
    }
    if (spec.runs(Server.ELASTICSEARCH)) {
      servers.add(Containers.elasticsearch(spec, ports));
    }
    return servers;
  }

  @Override
  public Endpoints endpoints() {
    return ServerSet.endpoints(spec, ports);
  }

  @Override
  public List<ServerStatus> status() {
    return servers.stream().map(ContainerServer::status).toList();
  }

  @Override
  public OptionalLong pid(String server) {
    return named(server).pid();
  }

  @Override
  public synchronized void start(String server) {
    Checked.orFail(
        () -> {
          named(server).start();
          return true;
        });
  }

  @Override
  public synchronized void stop(String server) {
    named(server).stop();
  }

  @Override
  public synchronized void kill(String server) {
    named(server).kill();
  }

  @Override
  public synchronized void pause(String server) {
    named(server).pause();
  }

  @Override
  public synchronized void resume(String server) {
    named(server).resume();
  }

  @Override
  public synchronized void stop() {
    servers.forEach(ContainerServer::stop);
  }

  /** Kills the containers and removes them with their data. */
  @Override
  public synchronized void close() {
    servers.forEach(ContainerServer::remove);
  }

  private ContainerServer named(String name) {
    return ServerNames.find(servers, ContainerServer::name, name);
  }

  /** How long an orderly end may take before the engine kills it. */
  static final Duration GRACE = Duration.ofSeconds(30);
}
