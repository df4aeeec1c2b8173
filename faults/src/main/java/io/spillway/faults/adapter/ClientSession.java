package io.spillway.faults.adapter;

import io.spillway.faults.core.ClientJournal;
import io.spillway.faults.core.OrderMix;
import io.spillway.faults.core.TrafficTally;
import io.spillway.verify.adapter.http.ApiAddress;

/**
 * The client side of a round, which faults made of requests share with the traffic.
 *
 * @param api the address of the API
 */
record ClientSession(
    ApiAddress api, OrderMix mix, ClientJournal journal, TrafficTally tally, ShopClient client) {
  String tenant() {
    return mix.tenant();
  }
}
