package io.spillway.bench.adapter.mysql;

import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.StockKey;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Orders of one line and one unit, for SKUs drawn evenly from those of a shard. Making one costs
 * next to nothing, for every contender the same. Thread-safe.
 */
final class ReserveLoad {
  private static final String TENANT = "default";

  private final List<List<StockKey>> byShard;

  private ReserveLoad(List<List<StockKey>> byShard) {
    this.byShard = byShard;
  }

  /** So many SKUs over all shards. */
  static ReserveLoad of(int skus, int shards) {
    List<List<StockKey>> byShard = new ArrayList<>();
    IntStream.range(0, shards).forEach(_ -> byShard.add(new ArrayList<>()));
    for (int i = 0; i < skus; i++) {
      StockKey key = new StockKey(TENANT, String.format(Locale.ROOT, "SKU-%06d", i));
      byShard.get(SlotMap.shard(key.slot(), shards)).add(key);
    }
    return new ReserveLoad(byShard);
  }

  List<StockKey> skus(int shard) {
    return byShard.get(shard);
  }

  /** The shards that have any. */
  List<Integer> shards() {
    return IntStream.range(0, byShard.size())
        .filter(s -> !byShard.get(s).isEmpty())
        .boxed()
        .toList();
  }

  Command.Reserve next(int shard, SplittableRandom random) {
    List<StockKey> skus = byShard.get(shard);
    StockKey sku = skus.get(random.nextInt(skus.size()));
    return new Command.Reserve(id(random), 0, List.of(new Command.Line(0, sku, 1)), false);
  }

  /** As a hashed id looks, without the hashing. */
  static RoutedId id(SplittableRandom random) {
    long most = (random.nextLong() & ~0xF000L) | 0x8000L;
    long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new RoutedId(new UUID(most, least));
  }
}
