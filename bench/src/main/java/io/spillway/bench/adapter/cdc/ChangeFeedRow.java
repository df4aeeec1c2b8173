package io.spillway.bench.adapter.cdc;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.http.Percentiles;
import io.spillway.bench.adapter.kafka.TopicEnds;
import io.spillway.bench.adapter.mysql.MysqlLab;
import io.spillway.bench.adapter.stack.ChildJvm;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.PipelineService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Row 8: committed rows from the binlogs into Kafka. */
public final class ChangeFeedRow implements BenchRow {
  private static final String OURS = "cdc-connector";
  private static final String HALF = "cdc-connector at half load";
  private static final String PEER = "Debezium, defaults";
  private static final String PEER_TOPIC = "bench.debezium";
  private static final String FEED = Topic.CDC_STOCK_MOVEMENTS.topicName();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 50;
  private static final long TICK_MILLIS = 10;

  private final Lab lab;
  private double ourRate = 1_000;

  public ChangeFeedRow(Lab lab) {
    this.lab = lab;
  }

  @Override
  public RowSpec spec() {
    return new RowSpec(
        8,
        "Change feed",
        "rows",
        List.of(
            "Stock movements wait in the binlogs of two servers, written in transactions of 512"
                + " rows; a feed is started and drains them into Kafka. Measured from the first row"
                + " that arrives. The peer is an embedded Debezium engine a server with default"
                + " settings, whose JSON goes to one topic with acks=all; the limit is the binlog"
                + " client that both use, reading and dropping rows. At half load, rows are"
                + " committed at half of the drained rate every 10 ms, and the lag is from just"
                + " before their transaction until a consumer of the topic has them."),
        List.of(
            Goal.times(2, OURS, PEER),
            Goal.times(0.5, OURS, BinlogReader.NAME),
            Goal.atMost(50, HALF, "lag p99 ms")));
  }

  @Override
  public Open open() throws Exception {
    Pipeline pipeline = lab.pipeline();
    Backends backends = pipeline.backends();
    MysqlLab mysql = MysqlLab.open(backends);
    MovementSource source = new MovementSource(mysql, backends);
    TopicEnds ends = new TopicEnds(pipeline.kafka());
    ends.create(PEER_TOPIC, 1);
    // Both read from here on: their first start finds nothing to read.
    pipeline.runOnly(Set.of(PipelineService.CDC_CONNECTOR));
    settle(ends, FEED, source);
    pipeline.runOnly(Set.of());
    Path positions = Files.createTempDirectory("spillway-bench-debezium");
    try (ChildJvm first = debezium(backends, source, positions)) {
      settle(ends, PEER_TOPIC, source);
    }
    long read = source.written();
    Backlog ours = new Backlog(ends, FEED, ends.end(FEED), read, source);
    Backlog theirs = new Backlog(ends, PEER_TOPIC, ends.end(PEER_TOPIC), read, source);
    BinlogReader reader = new BinlogReader(backends, source);
    List<Contender> contenders =
        List.of(
            new Simple(
                OURS,
                Role.OURS,
                run -> prepare(pipeline, source, run),
                run -> drain(pipeline, ours, run)),
            new Simple(
                PEER,
                Role.PEER,
                run -> prepare(pipeline, source, run),
                run -> {
                  try (ChildJvm child = debezium(backends, source, positions)) {
                    return theirs.drain(run, () -> {});
                  }
                }),
            new Simple(BinlogReader.NAME, Role.LIMIT, reader::prepare, reader::run),
            new Simple(HALF, Role.OURS, _ -> {}, run -> half(pipeline, ours, source, run)));
    return new OpenRow(
        List.of(ends, mysql, () -> FileTree.delete(positions)),
        contenders,
        Map.of("rows a transaction", "512"));
  }

  /** What one feed has still to read of all that was written. */
  private record Backlog(
      TopicEnds ends, String topic, long endAtFirst, long writtenAtFirst, MovementSource source) {
    long waiting() throws Exception {
      return source.written() - writtenAtFirst - (ends.end(topic) - endAtFirst);
    }

    /** Lets a feed read it, once it has been started. */
    Measurements drain(Duration run, Parallel.Task start) throws Exception {
      Drain drain = new Drain();
      long waiting = waiting();
      long base = ends.end(topic);
      try (TopicEnds.Watch watch = TopicEnds.watch(() -> ends.end(topic), base, drain)) {
        start.run();
        return drain.await(waiting, run);
      }
    }
  }

  private static void prepare(Pipeline pipeline, MovementSource source, Duration run)
      throws Exception {
    pipeline.runOnly(Set.of());
    source.write(run);
  }

  private Measurements drain(Pipeline pipeline, Backlog backlog, Duration run) throws Exception {
    Measurements figures =
        backlog.drain(run, () -> pipeline.runOnly(Set.of(PipelineService.CDC_CONNECTOR)));
    ourRate = figures.get(Measurements.RATE).orElse(ourRate);
    backlog.source().drained(figures);
    return figures;
  }

  /** A writer that keeps to its times, and a consumer that looks at the clock. */
  private Measurements half(Pipeline pipeline, Backlog backlog, MovementSource source, Duration run)
      throws Exception {
    pipeline.runOnly(Set.of(PipelineService.CDC_CONNECTOR));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (backlog.waiting() > 0 && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    long rowsATick = Math.max(1, (long) (ourRate / 2 * TICK_MILLIS / 1_000));
    Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    Map<String, Object> settings =
        KafkaClients.consumer(pipeline.kafka(), "bench-lag-" + UUID.randomUUID(), "bench-lag");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(FEED));
      while (consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(POLL_MILLIS));
      }
      consumer.assignment().forEach(consumer::position);
      long start = System.nanoTime();
      Thread writer =
          Thread.ofPlatform()
              .name("bench-writer")
              .start(() -> write(source, rowsATick, start, run));
      long seen = 0;
      while (writer.isAlive() || System.nanoTime() - start < run.toNanos()) {
        for (ConsumerRecord<byte[], byte[]> record :
            consumer.poll(Duration.ofMillis(TICK_MILLIS))) {
          seen += lag(record, micros);
        }
      }
      return Measurements.ofRun(seen, System.nanoTime() - start)
          .with(Percentiles.of("lag ", micros));
    }
  }

  private static void write(MovementSource source, long rows, long start, Duration run) {
    try {
      for (long tick = 0; tick * TICK_MILLIS < run.toMillis(); tick++) {
        long early = start + TimeUnit.MILLISECONDS.toNanos(tick * TICK_MILLIS) - System.nanoTime();
        if (early > 0) {
          TimeUnit.NANOSECONDS.sleep(early);
        }
        source.writeExactly(rows);
      }
    } catch (InterruptedException | java.sql.SQLException e) {
      System.err.println("the writer ended: " + e);
    }
  }

  private static int lag(ConsumerRecord<byte[], byte[]> record, Histogram micros) {
    RowChange change = CHANGES.parse(record.value());
    long millis =
        System.currentTimeMillis() - Times.instant(change.getMovement().getAt()).toEpochMilli();
    micros.recordValue(Math.clamp(millis * 1_000, 1, micros.getHighestTrackableValue()));
    return 1;
  }

  private static final ProtoSerde<RowChange> CHANGES =
      ProtoSerde.of(RowChange.getDefaultInstance());

  private static void settle(TopicEnds ends, String topic, MovementSource source) throws Exception {
    long before = ends.end(topic);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long last = before;
    // Rows written before an engine reads the binlog may be part of its snapshot, or of nothing.
    while (last == before) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("no row arrives in " + topic + " within " + PATIENCE);
      }
      source.write(100);
      TimeUnit.MILLISECONDS.sleep(500);
      last = ends.end(topic);
    }
    long quiet = 0;
    while (quiet < 2_500) {
      TimeUnit.MILLISECONDS.sleep(500);
      long now = ends.end(topic);
      quiet = now == last ? quiet + 500 : 0;
      last = now;
    }
  }

  private ChildJvm debezium(Backends backends, MovementSource source, Path positions)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                backends.kafka(),
                PEER_TOPIC,
                positions.toString(),
                backends.cdcUser(),
                backends.cdcPassword()));
    for (MovementSource.MysqlAddress server : source.servers()) {
      arguments.add(
          server.host() + ":" + server.port() + "/" + String.join(",", source.schemas(server)));
    }
    String classPath = DebeziumFeed.classPath(lab.root());
    return ChildJvm.start(
        "debezium",
        classPath,
        DefaultDebezium.class.getName(),
        backends,
        0,
        lab.cpu(),
        ChildJvm.HEAP_MIB,
        arguments);
  }
}
