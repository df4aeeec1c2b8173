package io.spillway.operate.core;

import io.spillway.stack.core.StackAccount;
import java.util.Set;

/**
 * What an account may do with one resource of Kafka, or with all whose names begin alike.
 *
 * @param prefix the name is the beginning of names
 */
public record KafkaGrant(
    StackAccount account,
    Resource resource,
    String name,
    boolean prefix,
    Set<Operation> operations) {
  public KafkaGrant {
    operations = Set.copyOf(operations);
  }

  /** As Kafka names them. */
  public enum Resource {
    TOPIC,
    GROUP,
    TRANSACTIONAL_ID
  }

  /** As Kafka names them; reading and writing include describing. */
  public enum Operation {
    READ,
    WRITE,
    CREATE,
    DELETE,
    DESCRIBE,
    DESCRIBE_CONFIGS
  }
}
