package io.spillway.tools.adapter.faults;

import io.spillway.tools.core.faults.Journal;
import io.spillway.tools.core.faults.OrderMix;
import io.spillway.tools.core.faults.TrafficTally;
import java.net.URI;
import java.util.function.Supplier;

/**
 * The client side of a round, which faults made of requests share with the traffic.
 *
 * @param api the address of the API
 */
record Shop(
    Supplier<URI> api, OrderMix mix, Journal journal, TrafficTally tally, ShopClient client) {
  String tenant() {
    return mix.tenant();
  }
}
