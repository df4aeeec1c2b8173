package io.spillway.order;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.StreamsHostConfig;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.schemas.routing.Partitioning;
import java.time.Duration;

/**
 * Everything the order processor is told; {@code reference.conf} explains each key.
 *
 * @param instanceId of both components as members of their groups; empty for none
 */
public record OrderConfig(
    KafkaConfig kafka,
    MysqlConfig mysql,
    Partitioning partitioning,
    String instanceId,
    StreamsHostConfig streams,
    Admission admission,
    Store store) {
  /**
   * How many orders are taken from the intake while others wait for the inventory's answer.
   *
   * @param maxWaiting so many of the whole process at most
   * @param answerWithin how long the answers are to take: fewer orders wait where they take longer
   * @param patience an order that waits longer counts no more
   */
  public record Admission(int maxWaiting, Duration answerWithin, Duration patience) {}

  /**
   * The order store.
   *
   * @param settleWait how long the row of an order that just came waits for the order's answer;
   *     zero for not at all
   */
  public record Store(LoopConfig loop, Duration settleWait) {}

  /** Reads all settings; the caller checks them. */
  public static OrderConfig from(Settings settings) {
    String instanceId = settings.textOrEmpty("spillway.order.instance-id");
    return new OrderConfig(
        KafkaConfig.from(settings),
        MysqlConfig.from(settings),
        PartitioningConfig.from(settings),
        instanceId,
        StreamsHostConfig.from(settings, "spillway.order.streams", "order-processor", instanceId),
        admission(settings, "spillway.order.admission"),
        store(settings, "spillway.order.store"));
  }

  private static Admission admission(Settings s, String at) {
    return new Admission(
        s.count(at + ".max-waiting", 1, 1_000_000),
        s.duration(at + ".answer-within", Duration.ofMillis(50), Duration.ofMinutes(1)),
        s.duration(at + ".patience", Duration.ofMillis(100), Duration.ofMinutes(10)));
  }

  private static Store store(Settings s, String at) {
    return new Store(
        LoopConfig.from(s, at),
        s.duration(at + ".settle-wait", Duration.ZERO, Duration.ofSeconds(10)));
  }
}
