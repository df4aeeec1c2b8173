package io.spillway.bench.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.host.Workers;
import io.spillway.bench.adapter.http.HttpLoad.Shot;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.PipelineService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Row 2: a hundred orders a request. */
public final class BatchIngestRow implements BenchRow {
  private static final String OURS = "batches of 100";
  private static final String PEER = "100 single requests";
  private static final String LIMIT = "producer alone";
  private static final int ORDERS = 100;

  /**
   * Before its first batch the service works for so many runs' time: its compiler takes that long.
   */
  private static final int WARM_RUNS = 3;

  private static final int CLIENTS = 4;
  private static final int SKUS = 10_000;
  private static final int BYTES = 330;
  private static final String TOPIC = "bench.producer";

  private final Lab lab;

  public BatchIngestRow(Lab lab) {
    this.lab = lab;
  }

  @Override
  public RowSpec spec() {
    return new RowSpec(
        2,
        "Ingest, batches",
        "orders",
        List.of(
            "Orders of two lines in NDJSON batches of 100 from 4 clients in a closed loop; the same"
                + " orders as single requests over 64 connections; and a producer that appends"
                + " records of the same size to a topic with as many partitions as the intake's,"
                + " 100 at a time from 4 threads, waiting for all of them as a batch does. The"
                + " service first works for three times a run's length, which does not count."),
        List.of(Goal.times(0.6, OURS, LIMIT), Goal.times(1, OURS, PEER)));
  }

  @Override
  public Open open() throws Exception {
    Pipeline pipeline = lab.pipeline();
    pipeline.runOnly(Set.of(PipelineService.INGEST_API));
    int port = pipeline.api().getPort();
    KafkaConfig kafka = pipeline.kafka();
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "bench-admin"))) {
      if (!admin.listTopics().names().get().contains(TOPIC)) {
        int partitions = pipeline.partitioning().orderPartitions();
        admin.createTopics(List.of(new NewTopic(TOPIC, partitions, (short) 1))).all().get();
      }
    }
    String redis = pipeline.backends().redis();
    AtomicBoolean warm = new AtomicBoolean();
    List<Contender> contenders =
        List.of(
            new Simple(
                OURS,
                Role.OURS,
                run -> {
                  RedisAnswers.forget(redis);
                  if (warm.compareAndSet(false, true)) {
                    var _ = http(run.multipliedBy(WARM_RUNS), port, CLIENTS, ORDERS);
                    RedisAnswers.forget(redis);
                  }
                },
                run -> http(run, port, CLIENTS, ORDERS)),
            new Simple(
                PEER,
                Role.PEER,
                _ -> RedisAnswers.forget(redis),
                run -> http(run, port, HttpLoad.CONNECTIONS, 1)),
            new Simple(LIMIT, Role.LIMIT, _ -> {}, run -> producer(run, kafka)));
    return new OpenRow(List.of(), contenders, Map.of("orders a batch", "100"));
  }

  private static Measurements http(Duration run, int port, int clients, int orders)
      throws Exception {
    OrderBodies bodies = new OrderBodies(SKUS, System.nanoTime());
    try (HttpLoad load = new HttpLoad(port)) {
      return load.closedLoop(
          clients, run, () -> orders == 1 ? Shot.single(bodies) : Shot.batch(bodies, orders));
    }
  }

  /** Into a topic of its own: nobody shall take these for orders. */
  private static Measurements producer(Duration run, KafkaConfig kafka) throws Exception {
    byte[] value = "x".repeat(BYTES).getBytes(UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "bench-producer"))) {
      return Workers.run(
          CLIENTS,
          run,
          _ ->
              () -> {
                Future<?>[] acknowledged = new Future<?>[ORDERS];
                for (int i = 0; i < ORDERS; i++) {
                  acknowledged[i] = producer.send(new ProducerRecord<>(TOPIC, value));
                }
                for (Future<?> each : acknowledged) {
                  each.get();
                }
                return ORDERS;
              });
    }
  }
}
