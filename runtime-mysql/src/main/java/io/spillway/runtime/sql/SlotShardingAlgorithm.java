package io.spillway.runtime.sql;

import com.google.common.collect.Range;
import io.spillway.schemas.routing.SlotMap;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/** Tells ShardingSphere which shard a slot is on; made by ShardingSphere, by class name. */
public final class SlotShardingAlgorithm implements StandardShardingAlgorithm<Integer> {
  static final String SHARDS = "shards";

  private int shards;

  @Override
  public void init(Properties properties) {
    shards = Integer.parseInt(properties.getProperty(SHARDS));
  }

  @Override
  public String doSharding(Collection<String> targets, PreciseShardingValue<Integer> slot) {
    return Shards.dataSourceName(SlotMap.shard(slot.getValue(), shards));
  }

  @Override
  public Collection<String> doSharding(Collection<String> targets, RangeShardingValue<Integer> r) {
    Range<Integer> slots = r.getValueRange();
    int from = slots.hasLowerBound() ? Math.max(0, slots.lowerEndpoint()) : 0;
    int to = slots.hasUpperBound() ? Math.min(SlotMap.SLOTS - 1, slots.upperEndpoint()) : 4095;
    if (from > to) {
      return List.of();
    }
    return java.util.stream.IntStream.rangeClosed(
            SlotMap.shard(from, shards), SlotMap.shard(to, shards))
        .mapToObj(Shards::dataSourceName)
        .toList();
  }
}
