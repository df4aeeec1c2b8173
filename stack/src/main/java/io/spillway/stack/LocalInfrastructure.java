package io.spillway.stack;

import io.spillway.stack.adapter.server.Layout;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.adapter.service.ProcessFacts;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.PartitionCounts;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.core.Shard;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Infrastructure;
import io.spillway.stack.port.StartListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real servers as processes of this machine, which outlive the command that started them. */
public final class LocalInfrastructure implements Infrastructure {
  // A machine that builds at the same time is slow.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final Path home;
  private final StackShape shape;
  private final StartListener progress;

  public LocalInfrastructure(
      Path home, StackShape shape, io.spillway.stack.port.Progress progress) {
    this.home = home;
    this.shape = shape;
    this.progress = new StackProgress(progress);
  }

  @Override
  public Optional<Backends> running() {
    return attach().filter(LocalInfrastructure::anyAlive).map(this::backends);
  }

  @Override
  public Backends start(RunMode mode) throws InterruptedException {
    Backends backends = startMissing(mode);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return backends;
  }

  @Override
  public List<ServerState> status() {
    return attach()
        .map(stack -> stack.status().stream().map(LocalInfrastructure::state).toList())
        .orElse(List.of());
  }

  @Override
  public void stop() {
    attach().ifPresent(NativeStack::stop);
  }

  @Override
  public void wipe() {
    NativeStack.wipe(home);
  }

  private Backends startMissing(RunMode mode) {
    Optional<NativeStack> left = attach().filter(LocalInfrastructure::anyAlive);
    if (left.isEmpty()) {
      StackSpec.Builder servers =
          StackSpec.builder(home)
              .detached(true)
              .randomPorts(shape.randomPorts())
              .brokers(shape.brokers())
              .secure(Layout.secure(home, mode.secure()))
              .startLimit(START_LIMIT);
      if (mode.lifetime() == Lifetime.SHORT) {
        servers.quickStart(true);
      }
      StackSpec spec = servers.build();
      Layout.Partitions partitions =
          Layout.partitions(home, shape.partitions(), cores(), spec.shards());
      NativeStack started = NativeStack.start(spec, progress);
      partitions.write();
      return backends(started);
    }
    Layout.secure(home, mode.secure());
    for (ServerStatus server : left.get().status()) {
      if (!server.running()) {
        progress.message(server.name(), "restarting");
        left.get().start(server.name());
      }
    }
    return backends(left.get());
  }

  private Optional<NativeStack> attach() {
    return NativeStack.attach(home);
  }

  private static boolean anyAlive(NativeStack stack) {
    return stack.status().stream().anyMatch(ServerStatus::running);
  }

  private Backends backends(NativeStack stack) {
    Endpoints endpoints = stack.endpoints();
    return backendsOf(
        endpoints,
        Layout.partitions(home, shape.partitions(), cores(), endpoints.mysql().size()).counts());
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The addresses of any stack as services and commands use them. */
  public static Backends backendsOf(Endpoints endpoints, PartitionCounts partitions) {
    List<Backends.Shard> shards = new ArrayList<>();
    for (Shard shard : endpoints.mysql()) {
      shards.add(new Backends.Shard(shards.size(), shard.host(), shard.port(), shard.schema()));
    }
    Shard first = endpoints.mysql().getFirst();
    MysqlEndpoint server = endpoints.mysqlServers().getFirst();
    return new Backends(
        endpoints.kafka(),
        endpoints.redis(),
        endpoints.elasticsearch(),
        shards,
        partitions,
        first.user(),
        first.password(),
        server.cdcUser(),
        server.cdcPassword(),
        endpoints.access());
  }

  private static ServerState state(ServerStatus server) {
    long pid = server.pid().orElse(0);
    long memory = pid == 0 ? 0 : ProcessFacts.residentBytes(pid);
    @Nullable Duration uptime = pid == 0 ? null : ProcessFacts.uptime(pid);
    return new ServerState(
        server.name(), pid, server.healthy(), server.port(), memory, uptime, server.log());
  }
}
