package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Orders that panels must tell apart: of two shops, in several currencies and countries, bought at
 * several times, with every end. Each is brought to its end before the next, so that it is certain
 * which of them meets the last units.
 */
final class PanelOrders implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int TRIES = 30;
  private static final String NONE = "-";
  private static final Map<String, Integer> PRICES =
      Map.of("MUG", 990, "TEA", 349, "GONE", 2_500, "LOW", 75, "OWN", 120, "FEW", 610, "NEVER", 5);

  /** Shop, SKU, units, low-stock threshold. */
  private static final String STOCK =
      """
      shop-a | MUG  | 100 | -
      shop-a | TEA  | 60  | -
      shop-a | GONE | 3   | -
      shop-a | LOW  | 6   | -
      shop-a | OWN  | 30  | 25
      shop-a | FEW  | 7   | 2
      shop-b | MUG  | 50  | -
      shop-b | GONE | 2   | -
      """;

  /**
   * Shop, currency, country, how many hours before it is sent it was bought, hold, whether a part
   * will do, lines, commands, end. The last one is held: its hold is the newest of all orders.
   */
  private static final String ORDERS =
      """
      shop-a | EUR | Germany | -   | -    | whole | MUG*2 TEA*1         | -              | CONFIRMED
      shop-a | EUR | France  | 3   | -    | whole | MUG*1               | fulfil         | FULFILLED
      shop-a | USD | France  | 30  | -    | whole | TEA*4               | -              | CONFIRMED
      shop-a | USD | Spain   | 30  | -    | whole | MUG*3 MUG*2         | fulfil         | FULFILLED
      shop-a | EUR | -       | 800 | -    | whole | TEA*2               | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | GONE*3              | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | GONE*1 MUG*1        | -              | REJECTED
      shop-a | EUR | Italy   | -   | -    | part  | GONE*2 MUG*1        | -              | CONFIRMED
      shop-a | USD | Italy   | 3   | -    | part  | TEA*1 NEVER*5       | fulfil         | FULFILLED
      shop-a | EUR | Italy   | -   | -    | part  | GONE*1 NEVER*1      | -              | REJECTED
      shop-a | EUR | Italy   | -   | -    | part  | GONE*1 TEA*1        | cancel         | CANCELLED
      shop-a | EUR | Italy   | -   | -    | part  | GONE*1 GONE*4 TEA*3 | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | LOW*2               | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | OWN*10              | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | FEW*3               | -              | CONFIRMED
      shop-a | EUR | Germany | -   | -    | whole | MUG*4               | cancel         | CANCELLED
      shop-a | EUR | France  | -   | PT6H | whole | TEA*1               | confirm        | CONFIRMED
      shop-a | EUR | France  | -   | PT6H | whole | TEA*1               | confirm fulfil | FULFILLED
      shop-a | EUR | France  | -   | PT6H | whole | MUG*1               | cancel         | CANCELLED
      shop-a | EUR | France  | -   | PT1S | whole | TEA*1               | -              | EXPIRED
      shop-b | JPY | Japan   | -   | -    | whole | MUG*7               | -              | CONFIRMED
      shop-b | JPY | Japan   | 3   | -    | whole | MUG*1               | fulfil         | FULFILLED
      shop-b | EUR | Germany | -   | -    | whole | GONE*2              | -              | CONFIRMED
      shop-b | JPY | Japan   | -   | -    | whole | GONE*5              | -              | REJECTED
      shop-a | EUR | Spain   | -   | PT6H | whole | MUG*5               | -              | RESERVED
      shop-a | USD | Spain   | -   | PT6H | part  | TEA*2 GONE*1        | -              | RESERVED
      shop-a | EUR | France  | -   | PT6H | whole | MUG*1               | extend         | RESERVED
      shop-b | JPY | -       | -   | PT6H | whole | MUG*1               | -              | RESERVED
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI api;

  PanelOrders(URI api) {
    this.api = api;
  }

  /** Opens the stock and sends all, each to its end. */
  void send() throws Exception {
    ArrayNode stock = JSON.createArrayNode();
    for (List<String> row : table(STOCK)) {
      ObjectNode one = stock.addObject().put("tenant", row.get(0)).put("sku", row.get(1));
      one.put("delta", Integer.parseInt(row.get(2))).put("reference", "opening");
      if (!row.get(3).equals(NONE)) {
        one.put("lowStockAt", Integer.parseInt(row.get(3)));
      }
    }
    // An order that follows finds the units: both come to a SKU through the same partition.
    post("/v1/stock/adjustments", "opening", stock.toString());
    int number = 0;
    for (List<String> row : table(ORDERS)) {
      send("panels-" + number++, row);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private void send(String key, List<String> row) throws Exception {
    String id = post("/v1/orders", key, order(key, row).toString()).path("orderId").asText();
    String path = "/v1/orders/" + id;
    get(path + "?wait=PT30S");
    for (String verb : words(row.get(7))) {
      String body = verb.equals("extend") ? "{\"by\":\"PT15M\"}" : "{}";
      post(path + "/" + verb, key + "-" + verb, body);
    }
    await(String.join(" ", row))
        .atMost(PATIENCE)
        .until(() -> get(path).path("status").asText(), row.get(8)::equals);
  }

  private static ObjectNode order(String customer, List<String> row) {
    ObjectNode order =
        JSON.createObjectNode()
            .put("tenant", row.get(0))
            .put("currency", row.get(1))
            .put("customerId", customer)
            .put("allowPartial", row.get(5).equals("part"));
    if (!row.get(2).equals(NONE)) {
      order.putObject("attributes").put("country", row.get(2));
    }
    if (!row.get(3).equals(NONE)) {
      Duration ago = Duration.ofHours(Integer.parseInt(row.get(3)));
      order.put("placedAt", Instant.now().minus(ago).toString());
    }
    if (!row.get(4).equals(NONE)) {
      order.put("holdFor", row.get(4));
    }
    ArrayNode lines = order.putArray("lines");
    for (String line : words(row.get(6))) {
      String sku = line.substring(0, line.indexOf('*'));
      lines
          .addObject()
          .put("sku", sku)
          .put("quantity", Integer.parseInt(line.substring(sku.length() + 1)))
          .put("unitAmount", PRICES.get(sku));
    }
    return order;
  }

  private JsonNode post(String path, String key, String body) throws Exception {
    return ask(
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode get(String path) throws Exception {
    return ask(HttpRequest.newBuilder(URI.create(api + path)).GET());
  }

  /** As a shop does: what cannot be answered now is asked again, with the same key. */
  private JsonNode ask(HttpRequest.Builder request) throws Exception {
    HttpRequest asked = request.timeout(PATIENCE).build();
    HttpResponse<String> answer = http.send(asked, BodyHandlers.ofString());
    for (int again = 0; again < TRIES && answer.statusCode() == 503; again++) {
      Thread.sleep(1_000);
      answer = http.send(asked, BodyHandlers.ofString());
    }
    assertThat(answer.statusCode()).as("%s %s", answer.uri(), answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  private static List<List<String>> table(String text) {
    return text.lines()
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .toList();
  }

  private static List<String> words(String text) {
    return text.equals(NONE) ? List.of() : List.of(text.split(" "));
  }
}
