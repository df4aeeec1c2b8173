package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.bench.adapter.http.HttpLoad;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.http.OrderBodies;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Peer of the pipeline: {@link NaivePipeline}, while ours is stopped. */
final class NaiveContender implements Contender {
  static final String NAME = "naive build";

  private static final int CLIENTS = 16;
  private static final int SKUS = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 50;

  /** As many under way as it settles in a second or two. */
  private static final int WINDOW = 500;

  private final Pipeline pipeline;
  private final ProcessCpu cpu;
  private @Nullable ChildJvm child;
  private int port;

  NaiveContender(Pipeline pipeline, ProcessCpu cpu) {
    this.pipeline = pipeline;
    this.cpu = cpu;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Role role() {
    return Role.PEER;
  }

  /** Starts it, and lets it work for as long as it will be measured: a JVM begins slowly. */
  @Override
  public void prepare(Duration duration) throws Exception {
    pipeline.runOnly(Set.of());
    try (TopicEnds topics = new TopicEnds(pipeline.kafka())) {
      topics.create(NaivePipeline.ORDERS, NaivePipeline.CONSUMERS);
      topics.create(NaivePipeline.EVENTS, NaivePipeline.CONSUMERS);
    }
    port = ChildJvm.freePort();
    ChildJvm started = ChildJvm.start("naive", NaivePipeline.class, pipeline.backends(), port, cpu);
    child = started;
    awaitOpen(started, port);
    // The brokers wait for the consumers of its last run first, which ended without a word.
    drive(Duration.ofSeconds(1));
    drive(duration);
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    return drive(duration);
  }

  @Override
  public void rest() throws InterruptedException {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  private Measurements drive(Duration duration) throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    try (TopicEnds topics = new TopicEnds(pipeline.kafka());
        HttpLoad load = new HttpLoad(port)) {
      long base = topics.end(NaivePipeline.EVENTS);
      long[] sent = {0};
      long[] settled = {base};
      Thread watch = Thread.ofPlatform().name("bench-naive").start(() -> follow(topics, settled));
      long start = System.nanoTime();
      Measurements accepted =
          load.closedLoop(
              CLIENTS,
              duration,
              () -> {
                sent[0]++;
                return Shot.single(bodies);
              },
              () -> sent[0] - (settled[0] - base) < WINDOW);
      watch.interrupt();
      watch.join();
      long orders = (long) accepted.get(Measurements.OPERATIONS).orElse(0);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (topics.end(NaivePipeline.EVENTS) < base + orders) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("the naive build did not settle its orders");
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      return Measurements.ofRun(orders, System.nanoTime() - start)
          .with("failed", accepted.get("failed").orElse(0));
    }
  }

  private static void follow(TopicEnds topics, long[] settled) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        settled[0] = topics.end(NaivePipeline.EVENTS);
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException | java.util.concurrent.ExecutionException done) {
      // The run is over.
    }
  }

  private static void awaitOpen(ChildJvm child, int port)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException closed) {
        if (!child.isAlive() || System.nanoTime() - deadline > 0) {
          throw new TimeoutException("the naive build did not start");
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
