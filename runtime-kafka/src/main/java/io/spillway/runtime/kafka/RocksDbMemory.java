package io.spillway.runtime.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the memory of all RocksDB stores of an application: one cache for blocks, indexes
 * and filters, and write buffers that are charged to it. By default each of the stores (one a
 * partition) would take 50 MiB of cache and 48 MiB of write buffers.
 *
 * @see <a
 *     href="https://docs.confluent.io/platform/current/streams/developer-guide/memory-mgmt.html#rocksdb">the
 *     recipe</a>
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
  static final String TOTAL_BYTES = "spillway.rocksdb.total.bytes";
  static final String WRITE_BUFFER_BYTES = "spillway.rocksdb.write.buffer.bytes";

  /** One of at most three of a store; small, for there are as many stores as partitions. */
  private static final long ONE_WRITE_BUFFER_BYTES = 4L << 20;

  private static final double SHARE_OF_INDEX_AND_FILTERS = 0.3;

  /** By application: several may share a process, and each has its settings. */
  private static final ConcurrentMap<String, Shared> SHARED = new ConcurrentHashMap<>();

  private record Shared(Cache cache, WriteBufferManager writeBuffers) {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Shared memory =
        SHARED.computeIfAbsent(
            text(configs, StreamsConfig.APPLICATION_ID_CONFIG),
            _ -> allocate(bytes(configs, TOTAL_BYTES), bytes(configs, WRITE_BUFFER_BYTES)));
    // Kafka Streams sets this kind of table, with a Bloom filter that answers most first looks.
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(memory.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(memory.writeBuffers());
    options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
  }

  /** The shared memory outlives each store. */
  @Override
  public void close(String storeName, Options options) {}

  private static Shared allocate(long totalBytes, long writeBufferBytes) {
    Cache cache = new LRUCache(totalBytes, -1, false, SHARE_OF_INDEX_AND_FILTERS);
    return new Shared(cache, new WriteBufferManager(writeBufferBytes, cache));
  }

  private static long bytes(Map<String, Object> configs, String key) {
    return Long.parseLong(text(configs, key));
  }

  private static String text(Map<String, Object> configs, String key) {
    Object value = configs.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is not set");
    }
    return value.toString();
  }
}
