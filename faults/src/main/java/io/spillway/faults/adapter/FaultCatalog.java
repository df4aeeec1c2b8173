package io.spillway.faults.adapter;

import io.spillway.faults.adapter.ProcessFaults.ServersKilled;
import io.spillway.faults.adapter.ProcessFaults.ServiceDiesAt;
import io.spillway.faults.adapter.ProcessFaults.ServiceWith;
import io.spillway.faults.core.FaultKind;
import io.spillway.faults.core.PlannedFault;
import io.spillway.operate.core.OwnGroup;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Failpoints;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Which class does which fault. */
record FaultCatalog(FaultStack stack, ClientSession shop, Progress progress) {
  private static final int MOST_HITS = 5;

  FaultAction of(PlannedFault planned) {
    FaultKind kind = planned.kind();
    long seed = planned.seed();
    KafkaConfig kafka = BackendConfigs.kafka(stack.backends());
    int hits = 1 + new SplittableRandom(seed).nextInt(MOST_HITS);
    return switch (kind) {
      case INGEST_DIES_AFTER_PRODUCE ->
          diesAt(PipelineService.INGEST_API, Failpoints.INGEST_AFTER_PRODUCE, 20 * hits);
      case INVENTORY_DIES_AFTER_COMMIT ->
          diesAt(PipelineService.INVENTORY_PROCESSOR, Failpoints.INVENTORY_AFTER_COMMIT, hits);
      case ORDER_STORE_DIES_AFTER_UPSERT ->
          diesAt(PipelineService.ORDER_PROCESSOR, Failpoints.ORDER_STORE_AFTER_UPSERT, hits);
      case SINK_DIES_AFTER_BULK ->
          diesAt(PipelineService.ANALYTICS_SINK, Failpoints.SINK_AFTER_BULK, hits);
      case CDC_DIES_AFTER_PRODUCE ->
          diesAt(PipelineService.CDC_CONNECTOR, Failpoints.CDC_AFTER_PRODUCE, hits);
      case MYSQL_DISK_FULL, BROKER_DISK_FULL -> diskFull(kind.smallDisk());
      case SAME_KEY_STORM -> new SameKeyStorm(shop);
      case HOSTILE_CLIENTS -> new HostileClients(shop, seed);
      case ORDER_PROCESSOR_KILLED -> killed(PipelineService.ORDER_PROCESSOR);
      case INGEST_KILLED -> killed(PipelineService.INGEST_API);
      case INVENTORY_KILLED, INVENTORY_OUTAGE -> killed(PipelineService.INVENTORY_PROCESSOR);
      case SINK_KILLED -> killed(PipelineService.ANALYTICS_SINK);
      case CDC_KILLED -> killed(PipelineService.CDC_CONNECTOR);
      case INGEST_STALLED -> stopped(PipelineService.INGEST_API);
      case ORDER_PROCESSOR_ZOMBIE -> stopped(PipelineService.ORDER_PROCESSOR);
      case INVENTORY_ZOMBIE -> stopped(PipelineService.INVENTORY_PROCESSOR);
      case SINK_ZOMBIE -> stopped(PipelineService.ANALYTICS_SINK);
      case MYSQL_KILLED -> new ServersKilled(stack, List.of("mysql-1"));
      case FIRST_MYSQL_KILLED -> new ServersKilled(stack, List.of("mysql-0"));
      case MYSQL_STALLED -> stopped("mysql-1");
      case BROKER_KILLED, LEADER_KILLED -> new ServersKilled(stack, List.of("kafka-0"));
      case TWO_BROKERS_KILLED -> new ServersKilled(stack, List.of("kafka-0", "kafka-1"));
      case BROKER_STALLED -> stopped("kafka-0");
      case ELASTICSEARCH_KILLED -> new ServersKilled(stack, List.of("elasticsearch"));
      case ELASTICSEARCH_STALLED -> stopped("elasticsearch");
      case ELASTICSEARCH_REFUSES -> answers(ElasticProxy.Mode.REFUSE);
      case BULK_ITEMS_FAIL -> answers(ElasticProxy.Mode.FAIL_ITEMS);
      case INDEX_READ_ONLY -> ElasticFaults.readOnly(BackendConfigs.elastic(stack.backends()));
      case INDEX_DELETED -> new ElasticFaults.Deleted(stack, replayed(OwnGroup.ANALYTICS_SINK));
      case REDIS_KILLED -> new ServersKilled(stack, List.of("redis"));
      case REDIS_STALLED -> stopped("redis");
      case REDIS_FLUSHED -> new RedisFlushed(BackendConfigs.redis(stack.backends()));
      case LOCK_STORM -> new LockStorm(stack.backends(), shop.tenant(), seed);
      case CDC_KILLED_IN_SNAPSHOT -> new CdcFaults.KilledInSnapshot(stack, 5_000);
      case BINLOG_PURGED -> new CdcFaults.BinlogPurged(stack);
      case COLUMN_ADDED ->
          new CdcFaults.ColumnAdded(stack.backends(), "extra_" + Long.toUnsignedString(seed, 36));
      case ROWS_SHUFFLED -> new TopicFaults.Shuffled(kafka, seed);
      case CORRUPT_RECORDS -> new TopicFaults.Corrupt(kafka, seed);
      case CLOCK_AHEAD -> clock(PipelineService.ORDER_PROCESSOR, "+1h");
      case CLOCK_BEHIND -> clock(PipelineService.INVENTORY_PROCESSOR, "-1h");
      case INTAKE_REPLAYED -> replayed(OwnGroup.ORDER_PROCESSOR, OwnGroup.INVENTORY_PROCESSOR);
      case ROWS_REPLAYED -> replayed(OwnGroup.ANALYTICS_SINK, OwnGroup.ORDER_STORE);
      case ROLLING_RESTART -> new ProcessFaults.RollingRestart(stack);
      case ROLLING_UPGRADE -> new ProcessFaults.RollingUpgrade(stack);
    };
  }

  private Replayed replayed(OwnGroup... groups) {
    return new Replayed(stack, List.of(groups), progress);
  }

  /** kill -9, then a start. */
  private FaultAction killed(PipelineService service) {
    return FaultAction.of(() -> stack.kill(service), () -> stack.launch(service, Map.of()));
  }

  /** SIGSTOP, then SIGCONT: past its session's timeout it is a zombie that others have replaced. */
  private FaultAction stopped(PipelineService service) {
    return FaultAction.of(() -> stack.signal(service, "STOP"), () -> stack.signal(service, "CONT"));
  }

  /** SIGSTOP of a server, then SIGCONT: it holds its connections and says nothing. */
  private FaultAction stopped(String server) {
    return FaultAction.of(
        () -> stack.signalServer(server, "STOP"), () -> stack.signalServer(server, "CONT"));
  }

  /** The disk fills up while its server runs; a server that gives up is started again. */
  private FaultAction diskFull(String server) {
    SmallDisk disk = stack.disk(server);
    return FaultAction.of(
        disk::fill,
        () -> {
          disk.free();
          stack.startServer(server);
        });
  }

  private FaultAction diesAt(PipelineService service, String site, int hits) {
    return new ServiceDiesAt(stack, service, site, hits);
  }

  /** The proxy answers otherwise for a while. */
  private FaultAction answers(ElasticProxy.Mode mode) {
    ElasticProxy proxy = stack.elastic();
    return FaultAction.of(() -> proxy.become(mode), () -> proxy.become(ElasticProxy.Mode.PASS));
  }

  /**
   * The wall clock alone: a JVM whose waits are shifted too would hang, which is another fault. And
   * without libfaketime's mending of condition variables, which needs none here and makes every
   * timed wait of a JVM end at once.
   */
  private FaultAction clock(PipelineService service, String offset) {
    return new ServiceWith(
        stack,
        service,
        Map.of(
            "LD_PRELOAD",
            FakeClock.library(),
            "FAKETIME",
            offset,
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1",
            "FAKETIME_FORCE_MONOTONIC_FIX",
            "0"));
  }
}
