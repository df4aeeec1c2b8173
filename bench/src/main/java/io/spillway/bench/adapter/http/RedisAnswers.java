package io.spillway.bench.adapter.http;

import io.lettuce.core.RedisClient;

/** What the ingest keeps in Redis: a day's answers fit into it, but not those of a benchmark. */
final class RedisAnswers {
  private RedisAnswers() {}

  /** Empties the Redis at that URI. */
  static void forget(String uri) {
    try (RedisClient client = RedisClient.create(uri);
        var connection = client.connect()) {
      connection.sync().flushall();
    }
  }
}
