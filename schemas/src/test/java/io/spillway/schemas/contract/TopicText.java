package io.spillway.schemas.contract;

import io.spillway.schemas.topics.Topic;
import java.util.List;

/**
 * What a person needs to know of a public topic besides its messages.
 *
 * @param key what the records' keys are
 * @param guarantees one sentence each, with code in backticks
 */
record TopicText(String title, String summary, String key, List<String> guarantees) {
  static TopicText of(Topic topic) {
    return switch (topic) {
      case ORDERS_EVENTS ->
          new TopicText(
              "Events of orders",
              "One event for every change of an order, with the whole order as of that change.",
              "The order's id, a UUID.",
              List.of(
                  "All events of an order are in one partition, in the order in which they happened."
                      + " Events of different orders have no order.",
                  "`version` counts the events of an order: it starts at 1 and rises by one, without"
                      + " gaps and without repetitions, for readers with"
                      + " `isolation.level=read_committed`.",
                  "`ce_id` is the order's id, a hyphen and the version, so the same event has the same"
                      + " id whenever and wherever it is read.",
                  "An event says everything: whoever missed earlier ones, or reads only the newest of"
                      + " an order, knows the order, and `history` has every change before it.",
                  "A shop that uses an idempotency key again, 15 days or more after its order has"
                      + " ended, makes that order anew, from version 1."));
      case INVENTORY_AVAILABILITY ->
          new TopicText(
              "Availability of SKUs",
              "What can be bought of each SKU, whenever that changes. Derived from committed rows of"
                  + " stock, so it follows a reservation by up to a second or so.",
              "Tenant, slash, SKU. A tenant has no slash.",
              List.of(
                  "All records of a SKU are in one partition, in the order of its `version`.",
                  "`version` rises with every record of a SKU, with gaps: not every change of a stock"
                      + " row changes what can be bought, and compaction removes older records.",
                  "The newest record of each SKU is kept for good: whoever reads from the beginning"
                      + " knows every SKU.",
                  "`ce_id` is the key, a hyphen and the version.",
                  "A record without a value says that the SKU is gone. One that comes back counts from"
                      + " 1 again."));
      default -> throw new IllegalArgumentException("no words about " + topic.topicName());
    };
  }
}
