package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.kafka.TopicEnds;
import io.spillway.bench.adapter.stack.ChildJvm;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer of the pipeline: a program of its own on the same servers, while ours is stopped. */
final class PeerContender implements Contender {
  private static final int CLIENTS = 16;
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;

  private final Peer peer;
  private final Pipeline pipeline;
  private final TopicEnds topics;
  private final ProcessCpu cpu;
  private @Nullable ChildJvm child;
  private int port;

  /**
   * A peer.
   *
   * @param process its name where processor time is told
   * @param main takes single orders over HTTP at the port that a service of ours would have
   * @param topics that it needs
   * @param window orders under way at most
   * @param settled how many of its orders are where they should be in the end
   */
  record Peer(
      String name,
      String process,
      Class<?> main,
      String classPath,
      int heapMiB,
      List<String> arguments,
      List<String> topics,
      int window,
      Callable<Long> settled) {}

  PeerContender(Peer peer, Pipeline pipeline, TopicEnds topics, ProcessCpu cpu) {
    this.peer = peer;
    this.pipeline = pipeline;
    this.topics = topics;
    this.cpu = cpu;
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public Role role() {
    return Role.PEER;
  }

  /** Starts it, and lets it work for as long as it will be measured: a JVM begins slowly. */
  @Override
  public void prepare(Duration duration) throws Exception {
    pipeline.runOnly(Set.of());
    for (String topic : peer.topics()) {
      topics.create(topic, PARTITIONS);
    }
    port = ChildJvm.freePort();
    ChildJvm started =
        ChildJvm.start(
            peer.process(),
            peer.classPath(),
            peer.main().getName(),
            pipeline.backends(),
            port,
            cpu,
            peer.heapMiB(),
            peer.arguments());
    child = started;
    awaitOpen(started);
    // The brokers wait for the consumers of its last run first, which ended without a word.
    drive(Duration.ofSeconds(1));
    drive(duration);
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    OrderCost cost = OrderCost.from(cpu);
    return cost.with(drive(duration));
  }

  @Override
  public void rest() throws InterruptedException {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  private Measurements drive(Duration duration) throws Exception {
    return new SustainedLoad(() -> new HttpLoad(port), CLIENTS, 1, peer.window(), peer.settled())
        .run(duration);
  }

  private void awaitOpen(ChildJvm started) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException closed) {
        if (!started.isAlive() || System.nanoTime() - deadline > 0) {
          throw new TimeoutException(peer.name() + " did not start");
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
