package io.spillway.faults.adapter;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.faults.core.ScenarioOrder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One order 50 times at once, and then another body under its key; several times over. */
final class SameKeyStorm implements FaultAction {
  private static final int ROUNDS = 5;
  private static final int AT_ONCE = 50;

  private final ClientSession shop;

  SameKeyStorm(ClientSession shop) {
    this.shop = shop;
  }

  @Override
  public void inject() throws InterruptedException, IOException {
    for (int round = 0; round < ROUNDS; round++) {
      ScenarioOrder order = shop.mix().order(shop.journal().next());
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        answers.add(shop.client().submit(order, order.json(false)));
      }
      Set<String> bodies = new HashSet<>();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        note(order, answer, bodies);
      }
      if (bodies.size() > 1) {
        shop.tally().unexpected("one key had different answers at once", bodies.toString());
      }
    }
  }

  @Override
  public void heal() {
    // There is nothing to mend.
  }

  private void note(
      ScenarioOrder order, CompletableFuture<HttpResponse<String>> answer, Set<String> bodies)
      throws InterruptedException, IOException {
    try {
      HttpResponse<String> response = answer.get();
      if (response.statusCode() == 202) {
        bodies.add(response.body());
        shop.journal()
            .accepted(
                order.index(), new JsonMapper().readTree(response.body()).path("orderId").asText());
      } else if (response.statusCode() != 409 && response.statusCode() != 503) {
        shop.tally().unexpected("one of 50 was answered " + response.statusCode(), response.body());
      }
    } catch (ExecutionException e) {
      shop.tally().refused("storm " + e.getCause());
    }
  }
}
