package io.spillway.bench.adapter.mysql;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.core.Role;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.CommandParser;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.stack.adapter.os.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Peer: the reservation as a Kafka Streams processor, one transaction a record. The commands are
 * spread over 8 partitions with a thread each, although one SKU's would lie in one: that favours
 * it. At least once; the movement's key guards against a record that comes twice.
 */
final class StreamsPerRecord extends FromKafka {
  static final String NAME = "Kafka Streams, one transaction a record";

  private static final String APPLICATION = "bench-streams";
  private static final String COMMANDS = "bench.commands";
  private static final String OUTCOMES = "bench.outcomes";
  private static final int PARTITIONS = 8;
  private static final int DUPLICATE_KEY = 1062;

  private final DataSource pool;

  StreamsPerRecord(MysqlLab lab, ReserveLoad load, CommandBacklog backlog, StockPlan plan) {
    super(NAME, Role.PEER, lab, load, backlog, plan);
    this.pool = lab.advised(PARTITIONS).get(load.shards().getFirst());
  }

  @Override
  void fill(int commands) throws Exception {
    backlog.topic(COMMANDS, PARTITIONS);
    backlog.topic(OUTCOMES, PARTITIONS);
    List<Integer> all = IntStream.range(0, PARTITIONS).boxed().toList();
    backlog.fill(COMMANDS, all, PARTITIONS, APPLICATION, commands);
  }

  @Override
  AutoCloseable start(Drain drain) throws IOException {
    Path state = Files.createTempDirectory("spillway-bench-streams");
    KafkaStreams streams = new KafkaStreams(topology(drain), properties(state));
    streams.start();
    return () -> {
      // The next round sets the group's offsets, which Kafka allows only when no member is left.
      streams.close(
          CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
      FileTree.delete(state);
    };
  }

  private Topology topology(Drain drain) {
    return new Topology()
        .addSource("commands", COMMANDS)
        .addProcessor("reserve", () -> new Reserve(pool, drain), "commands")
        .addSink("outcomes", OUTCOMES, "reserve");
  }

  private Properties properties(Path state) {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, backlog.kafka().bootstrap());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, PARTITIONS);
    p.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    p.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    p.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    p.put(StreamsConfig.producerPrefix("acks"), "all");
    p.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return p;
  }

  /** One record, one transaction, one answer. */
  private static final class Reserve implements Processor<byte[], byte[], byte[], byte[]> {
    private static final ProtoSerde<InventoryCommand> SERDE =
        ProtoSerde.of(InventoryCommand.getDefaultInstance());

    private final DataSource pool;
    private final Drain drain;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    Reserve(DataSource pool, Drain drain) {
      this.pool = pool;
      this.drain = drain;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> given) {
      context = given;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      Command.Reserve order = (Command.Reserve) CommandParser.parse(SERDE.parse(record.value()));
      boolean held = settle(order);
      InventoryOutcome.Builder outcome =
          InventoryOutcome.newBuilder().setOrderId(order.ref().toString());
      if (held) {
        outcome.setReserved(LinesReserved.getDefaultInstance());
      } else {
        outcome.setRefused(LinesRefused.getDefaultInstance());
      }
      ProcessorContext<byte[], byte[]> open = context;
      if (open != null) {
        open.forward(record.withValue(outcome.build().toByteArray()));
      }
      drain.done(1);
    }

    private boolean settle(Command.Reserve order) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        boolean held = OrderAtATime.take(connection, order.lines().getFirst().stock());
        try {
          OrderAtATime.keep(connection, order, held);
        } catch (SQLException e) {
          if (e.getErrorCode() != DUPLICATE_KEY) {
            throw e;
          }
          connection.rollback();
          return held;
        }
        connection.commit();
        return held;
      } catch (SQLException e) {
        throw new IllegalStateException("the shard failed", e);
      }
    }
  }
}
