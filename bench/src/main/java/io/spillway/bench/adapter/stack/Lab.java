package io.spillway.bench.adapter.stack;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers that rows run on, full speed and durable, one set at a time: rows that need the same
 * servers share them, others get fresh ones, so that nothing runs that a row does not need. Not
 * thread-safe.
 */
public final class Lab implements AutoCloseable {
  private static final int MYSQL_SERVERS = 2;
  private static final int USUAL_SHARDS = 4;

  private final Path root;
  private final ProcessCpu cpu;
  private Set<Server> running = EnumSet.noneOf(Server.class);
  private int shards;
  private @Nullable Stack stack;
  private @Nullable Pipeline pipeline;
  private @Nullable Pipeline secured;

  /** A lab that has the processor time of its servers accounted; {@code root} has the jars. */
  public Lab(Path root, ProcessCpu cpu) {
    this.root = root;
    this.cpu = cpu;
    cpu.watch(ProcessCpu.GENERATOR, () -> OptionalLong.of(ProcessHandle.current().pid()));
  }

  /** Exactly these servers, with four shards if MySQL is among them. */
  public Stack servers(Server first, Server... others) {
    return servers(USUAL_SHARDS, first, others);
  }

  /** MySQL alone, with so many shards on its two servers. */
  public Stack manyShards(int count) {
    return servers(count, Server.MYSQL);
  }

  private Stack servers(int shardCount, Server first, Server... others) {
    Set<Server> wanted = EnumSet.of(first, others);
    Stack open = stack;
    if (open != null && running.equals(wanted) && shards == shardCount) {
      return open;
    }
    close();
    Stack started =
        TestStack.start(
            spec ->
                spec.quickStart(false)
                    .mysqlServers(MYSQL_SERVERS)
                    .shardsPerServer(shardCount / MYSQL_SERVERS),
            first,
            others);
    stack = started;
    running = wanted;
    shards = shardCount;
    names(wanted).forEach(name -> cpu.watch(name, () -> started.pid(name)));
    return started;
  }

  /** The pipeline without services yet, each a process of its own; one that runs already serves. */
  public Pipeline pipeline() throws IOException, InterruptedException {
    Pipeline open = pipeline;
    return open != null && open.isOf(RunMode.PROCESSES) ? open : freshPipeline(RunMode.PROCESSES);
  }

  /** A pipeline that has seen no order yet, without services yet. */
  public Pipeline freshPipeline(RunMode mode) throws IOException, InterruptedException {
    close();
    Pipeline started = Pipeline.start(root, cpu, mode, "", Set.of(), Map.of());
    pipeline = started;
    return started;
  }

  /** A pipeline that starts all at once from nothing, as the first {@code up} of a home does. */
  public Pipeline coldPipeline(Map<String, String> environment)
      throws IOException, InterruptedException {
    close();
    Pipeline started =
        Pipeline.start(
            root, cpu, RunMode.TOGETHER, "", EnumSet.allOf(PipelineService.class), environment);
    pipeline = started;
    return started;
  }

  /** A pipeline with encrypted connections, accounts and keys, beside the one that runs. */
  public Pipeline securedPipeline(String label) throws IOException, InterruptedException {
    Pipeline started =
        Pipeline.start(
            root,
            cpu,
            RunMode.TOGETHER.secured(),
            label,
            EnumSet.allOf(PipelineService.class),
            Map.of());
    secured = started;
    return started;
  }

  public ProcessCpu cpu() {
    return cpu;
  }

  public Path root() {
    return root;
  }

  @Override
  public void close() {
    Pipeline beside = secured;
    if (beside != null) {
      secured = null;
      beside.close();
    }
    Pipeline processes = pipeline;
    if (processes != null) {
      pipeline = null;
      processes.close();
    }
    Stack open = stack;
    if (open != null) {
      names(running).forEach(cpu::forget);
      stack = null;
      open.close();
    }
  }

  private static List<String> names(Set<Server> servers) {
    return servers.stream()
        .flatMap(
            server ->
                Arrays.stream(
                    switch (server) {
                      case KAFKA -> new String[] {"kafka-0"};
                      case MYSQL -> new String[] {"mysql-0", "mysql-1"};
                      case REDIS -> new String[] {"redis"};
                      case ELASTICSEARCH -> new String[] {"elasticsearch"};
                    }))
        .toList();
  }
}
