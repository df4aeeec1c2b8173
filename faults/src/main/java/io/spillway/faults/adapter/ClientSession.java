package io.spillway.faults.adapter;

import io.spillway.faults.core.ClientJournal;
import io.spillway.faults.core.OrderMix;
import io.spillway.faults.core.TrafficTally;
import java.net.URI;
import java.util.function.Supplier;

/**
 * The client side of a round, which faults made of requests share with the traffic.
 *
 * @param api the address of the API
 */
record ClientSession(
    Supplier<URI> api, OrderMix mix, ClientJournal journal, TrafficTally tally, ShopClient client) {
  String tenant() {
    return mix.tenant();
  }
}
