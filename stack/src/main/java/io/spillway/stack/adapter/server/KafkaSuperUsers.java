package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Checked;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * Who may do everything in a home's own brokers, as their configuration says: no client can ask
 * Kafka for it. The brokers themselves are not among them.
 */
public final class KafkaSuperUsers {
  private static final String BROKER = "kafka-[0-9]+";

  private KafkaSuperUsers() {}

  /** Those of the first broker; all have the same. Empty where none was started. */
  public static List<String> of(Path home) {
    return Checked.orFail(
        () ->
            read(new StackHome(home).data(KafkaServer.name(0)).resolve(KafkaServer.CONFIGURATION)));
  }

  private static List<String> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return Arrays.stream(properties.getProperty("super.users", "").split(";", -1))
        .map(user -> user.replaceFirst("^User:", ""))
        .filter(user -> !user.isEmpty() && !user.matches(BROKER))
        .toList();
  }
}
