package io.spillway.operate.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.port.OrderApi;
import io.spillway.operate.port.StockApi;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.adapter.http.ApiHttp;
import io.spillway.verify.core.StockAdjustment;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** The ingest API: orders, stock, single orders. */
public final class ApiClient implements OrderApi, StockApi, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ApiHttp http;

  /** A client of the API at an address. */
  public ApiClient(ApiAddress address) {
    this.http = new ApiHttp(address);
  }

  @Override
  public List<LineAnswer> submit(List<String> lines)
      throws UnavailableException, InterruptedException {
    HttpResponse<String> response =
        http.post("/v1/orders:batch", "application/x-ndjson", String.join("\n", lines) + "\n");
    if (response.statusCode() == 200) {
      return response.body().lines().map(ApiClient::lineAnswer).toList();
    }
    ApiHttp.requireFinal(response);
    LineAnswer refusal =
        new LineAnswer.Refused(response.statusCode(), ApiHttp.problem(response.body()));
    return lines.stream().map(line -> refusal).toList();
  }

  @Override
  public void adjust(List<StockAdjustment> adjustments)
      throws UnavailableException, InterruptedException {
    ArrayNode body = JSON.createArrayNode();
    for (StockAdjustment adjustment : adjustments) {
      body.addObject()
          .put("tenant", adjustment.tenant())
          .put("sku", adjustment.sku())
          .put("delta", adjustment.delta())
          .put("reference", adjustment.reference());
    }
    HttpResponse<String> response =
        http.post("/v1/stock/adjustments", "application/json", body.toString());
    if (response.statusCode() / 100 != 2) {
      ApiHttp.requireFinal(response);
      throw new OperationException("adjustments rejected: " + ApiHttp.problem(response.body()));
    }
  }

  /**
   * An order as JSON, indented; empty when there is none.
   *
   * @throws OperationException when the id is not one
   */
  public Optional<String> order(String id) throws UnavailableException, InterruptedException {
    return http.get("/v1/orders/" + ApiHttp.encoded(id)).map(JsonNode::toPrettyString);
  }

  @Override
  public void close() {
    http.close();
  }

  static LineAnswer lineAnswer(String line) {
    JsonNode answer = ApiHttp.tree(line);
    int status = answer.path("status").asInt(500);
    if (status / 100 == 2 && answer.hasNonNull("orderId")) {
      return new LineAnswer.Accepted(answer.path("orderId").asText());
    }
    return ApiHttp.isRetriable(status)
        ? new LineAnswer.Later(status + " " + ApiHttp.problem(line))
        : new LineAnswer.Refused(status, ApiHttp.problem(line));
  }
}
