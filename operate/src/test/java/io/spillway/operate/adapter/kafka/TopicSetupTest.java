package io.spillway.operate.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.InvalidSettingsException;
import io.spillway.runtime.config.Settings;
import io.spillway.schemas.routing.Partitioning;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  @Test
  void topicsHaveThePartitionsThatAreSet() {
    assertThat(TopicSetup.plan(partitions(32, 12), 4)).isEqualTo(new Partitioning(4, 32, 12));
    assertThat(TopicSetup.plan(Settings.of(ConfigFactory.defaultReference()), 4))
        .isEqualTo(Partitioning.DEFAULT);
  }

  @Test
  void partitionsThatNoShardDividesAreRefused() {
    assertThatThrownBy(() -> TopicSetup.plan(partitions(10, 8), 4))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("orderPartitions = 10 must be a multiple of the 4 shards");
  }

  private static Settings partitions(int orders, int inventory) {
    return Settings.of(
        ConfigFactory.parseString(
            "spillway.partitions { orders = " + orders + ", inventory = " + inventory + " }"));
  }
}
