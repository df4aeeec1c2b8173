package io.spillway.faults.adapter;

import io.spillway.faults.core.ScenarioOrder;
import io.spillway.verify.adapter.http.ApiHttp;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One order 50 times at once, and then another body under its key; several times over. */
record SameKeyStorm(ClientSession shop) implements FaultAction {
  private static final int ROUNDS = 5;
  private static final int AT_ONCE = 50;

  @Override
  public void inject() throws InterruptedException {
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

  private void note(
      ScenarioOrder order, CompletableFuture<HttpResponse<String>> answer, Set<String> bodies)
      throws InterruptedException {
    try {
      HttpResponse<String> response = answer.get();
      if (response.statusCode() == 202) {
        bodies.add(response.body());
        shop.journal()
            .accepted(order.index(), ApiHttp.tree(response.body()).path("orderId").asText());
      } else if (response.statusCode() != 409 && response.statusCode() != 503) {
        shop.tally().unexpected("one of 50 was answered " + response.statusCode(), response.body());
      }
    } catch (ExecutionException e) {
      shop.tally().refused("storm " + e.getCause());
    }
  }
}
