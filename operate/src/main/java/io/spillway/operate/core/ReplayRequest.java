package io.spillway.operate.core;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for.
 *
 * @param group who is to get the records again
 * @param to exclusive; {@link ReplayPoint.End} when there is no bound
 * @param tenant only this tenant's records
 * @param order only this order's records
 */
public record ReplayRequest(
    Topic topic,
    String group,
    ReplayPoint from,
    ReplayPoint to,
    Optional<String> tenant,
    Optional<RoutedId> order) {
  private static final int MAX_TOPIC_CHARS = 249;

  /** Whether only some of the records are wanted. */
  public boolean filtered() {
    return tenant.isPresent() || order.isPresent();
  }

  /** Whether it ends before the newest record. */
  public boolean bounded() {
    return !(to instanceof ReplayPoint.End);
  }

  /** The group of ours that is asked for. */
  public Optional<OwnGroup> own() {
    return OwnGroup.of(group);
  }

  /** Where re-delivered records go: a topic that belongs to the group alone. */
  public String redeliveryTopic() {
    return topic.topicName() + ".replay." + group;
  }

  /** Whether a record is wanted; its position is not looked at. */
  public boolean wants(byte @Nullable [] key, byte @Nullable [] value) {
    if (!filtered()) {
      return true;
    }
    RecordSubject subject = RecordSubject.of(topic, key, value);
    return tenant.map(subject.tenant()::equals).orElse(true)
        && order.map(id -> subject.orderId().equals(id.toString())).orElse(true);
  }

  /** The only partition that can hold wanted records, when one order is asked for. */
  public OptionalInt onlyPartition(int partitions) {
    return order.isPresent() && topic.routing() == Topic.Routing.ORDER
        ? OptionalInt.of(SlotMap.partition(order.get().slot(), partitions))
        : OptionalInt.empty();
  }

  /** Why this can never be done, with what to do instead; empty when it can. */
  public Optional<String> fault() {
    if (topic == Topic.CDC_OFFSETS || topic == Topic.OPERATIONS_DEAD_LETTERS) {
      return Optional.of("--topic = " + topic.topicName() + " holds positions, not messages");
    }
    if (tenant.isPresent() && !RecordSubject.tellsTenant(topic)) {
      return Optional.of("records of " + topic.topicName() + " tell no tenant; leave out --tenant");
    }
    if (order.isPresent() && !RecordSubject.tellsOrder(topic)) {
      return Optional.of("records of " + topic.topicName() + " tell no order; leave out --order");
    }
    return own().isPresent() ? faultOfOwn(own().get()) : faultOfOther();
  }

  private Optional<String> faultOfOwn(OwnGroup own) {
    if (!own.topics().contains(topic)) {
      return Optional.of(
          String.format(Locale.ROOT, "%s reads %s, not this topic", group, own.topicNames()));
    }
    if (filtered() || bounded()) {
      return Optional.of(
          String.format(
                  Locale.ROOT,
                  "%s is one of the pipeline's own processors: it reads %s itself and is moved back"
                      + " as a",
                  group,
                  topic.topicName())
              + " whole, as a copy in the topic would reach every other subscriber."
              + " It is idempotent: leave out --to, --tenant and --order");
    }
    return Optional.empty();
  }

  private Optional<String> faultOfOther() {
    // The group's name becomes part of a topic's.
    if (!group.matches("[A-Za-z0-9._-]+") || redeliveryTopic().length() > MAX_TOPIC_CHARS) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "--group = '%s': expected letters, digits, '.', '_' and '-', and with the topic at"
                  + " most %d characters",
              group,
              MAX_TOPIC_CHARS));
    }
    return Optional.empty();
  }
}
