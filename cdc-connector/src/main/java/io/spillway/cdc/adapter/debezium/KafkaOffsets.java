package io.spillway.cdc.adapter.debezium;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.util.SharedTopicAdmin;
import org.jspecify.annotations.Nullable;

/**
 * Connect's offset store on a Kafka topic. The engine makes one by name each time it starts; unlike
 * the one that the engine would make for itself, it closes its admin client.
 */
public final class KafkaOffsets extends KafkaOffsetBackingStore {
  private static final String CLIENT_ID = "cdc-offsets";

  private final AtomicReference<@Nullable SharedTopicAdmin> admin;
  private boolean configured;

  public KafkaOffsets() {
    this(new AtomicReference<>());
  }

  private KafkaOffsets(AtomicReference<@Nullable SharedTopicAdmin> admin) {
    super(
        () -> {
          SharedTopicAdmin shared = admin.get();
          if (shared == null) {
            throw new IllegalStateException("the offset store is not configured");
          }
          return shared.topicAdmin();
        },
        () -> CLIENT_ID,
        keyConverter());
    this.admin = admin;
  }

  @Override
  public void configure(WorkerConfig config) {
    Map<String, Object> properties = config.originals();
    properties.put("client.id", CLIENT_ID + "-admin");
    admin.set(new SharedTopicAdmin(properties));
    super.configure(config);
    configured = true;
  }

  @Override
  public void stop() {
    try {
      if (configured) {
        super.stop();
      }
    } finally {
      SharedTopicAdmin shared = admin.getAndSet(null);
      if (shared != null) {
        shared.close(Duration.ofSeconds(2));
      }
    }
  }

  private static Converter keyConverter() {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", "false"), true);
    return converter;
  }
}
