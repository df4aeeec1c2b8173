package io.spillway.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotMapTest {
  /** Ids and rows hold slots, so these figures must never change. */
  @ParameterizedTest
  @CsvSource({
    "default,17850,2437",
    "default,85123A,2180",
    "shop-1,85123A,2868",
    "a,bc,1897",
    "ab,c,981"
  })
  void slotsAreFixedForEver(String tenant, String key, int slot) {
    assertThat(SlotMap.stockSlot(tenant, key)).isEqualTo(slot);
    assertThat(SlotMap.orderSlot(tenant, key)).isEqualTo(slot);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "4,16,8", "2,2,2", "8,16,8", "3,12,6"})
  void aPartitionLiesInsideOneShard(int shards, int orderPartitions, int inventoryPartitions) {
    for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
      int shard = SlotMap.shard(slot, shards);
      for (int partitions : new int[] {orderPartitions, inventoryPartitions}) {
        int partition = SlotMap.partition(slot, partitions);
        assertThat(SlotMap.shardOfPartition(partition, partitions, shards)).isEqualTo(shard);
      }
    }
  }

  @Test
  void doublingTheShardsSplitsRanges() {
    for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
      assertThat(SlotMap.shard(slot, 8) / 2).isEqualTo(SlotMap.shard(slot, 4));
    }
  }

  @Test
  void everyShardOwnsAsManySlots() {
    int[] owned = new int[4];
    for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
      owned[SlotMap.shard(slot, 4)]++;
    }
    assertThat(owned).containsOnly(1024);
  }

  @Test
  void refusesWhatHasNoPlace() {
    assertThatThrownBy(() -> SlotMap.shard(4096, 4)).hasMessageContaining("slot 4096");
    assertThatThrownBy(() -> SlotMap.shard(-1, 4)).hasMessageContaining("slot -1");
    assertThatThrownBy(() -> SlotMap.partition(0, 0)).hasMessageContaining("parts 0");
    assertThatThrownBy(() -> SlotMap.shardOfPartition(0, 10, 4)).hasMessageContaining("multiple");
    assertThatThrownBy(() -> new Partitioning(4, 10, 8))
        .hasMessageContaining("orderPartitions = 10");
  }
}
