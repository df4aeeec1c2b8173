package io.spillway.ingest.adapter.http;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies of orders. */
final class Orders {
  static final String LINE = "{\"sku\":\"85123A\",\"quantity\":6,\"unitAmount\":255}";
  static final String GOOD = order(LINE);

  private Orders() {}

  static String order(String lines) {
    return "{\"customerId\":\"17850\",\"currency\":\"GBP\",\"lines\":[" + lines + "]}";
  }

  /** A good order with further members. */
  static String with(String members) {
    return GOOD.substring(0, GOOD.length() - 1) + ',' + members + '}';
  }

  static String line(String sku, String quantity, String unitAmount) {
    return "{\"sku\":" + sku + ",\"quantity\":" + quantity + ",\"unitAmount\":" + unitAmount + '}';
  }

  static String lines(int count) {
    return IntStream.range(0, count).mapToObj(_ -> LINE).collect(Collectors.joining(","));
  }
}
