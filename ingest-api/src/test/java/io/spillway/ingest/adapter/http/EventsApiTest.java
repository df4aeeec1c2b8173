package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.TestEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
    for (int i = 0; i < 6; i++) {
      api.events.append(i % 2, TestEvents.created("acme", "k" + i, i));
      api.events.append(i % 2, TestEvents.confirmed("acme", "k" + i, 10 + i));
      api.events.append(2, TestEvents.created("other", "k" + i, i));
    }
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void linksLeadThroughAllEventsOfATenant() throws Exception {
    List<JsonNode> events = follow("/v1/events?tenant=acme&from=beginning&limit=4");
    assertThat(events).hasSize(12);
    assertThat(events)
        .extracting(event -> event.at("/data/order/tenant").asText())
        .containsOnly("acme");
    JsonNode first = events.getFirst();
    assertThat(first.get("specversion").asText()).isEqualTo("1.0");
    assertThat(first.get("type").asText()).isEqualTo("io.spillway.orders.v1.OrderCreated");
    assertThat(first.get("id").asText()).isEqualTo(first.get("subject").asText() + "-1");
    assertThat(first.get("keysequence").asText()).isEqualTo("1");
  }

  @Test
  void filtersAreKeptByLinks() throws Exception {
    assertThat(
            follow(
                "/v1/events?tenant=acme&from=beginning&limit=2&type=OrderConfirmed,HoldExtended"
                    + "&sku=MUG&amountFrom=100"))
        .hasSize(6)
        .extracting(event -> event.get("type").asText())
        .containsOnly("io.spillway.orders.v1.OrderConfirmed");
    assertThat(follow("/v1/events?tenant=acme&from=beginning&sku=CUP")).isEmpty();
  }

  @Test
  void beginsWhereItIsAskedTo() throws Exception {
    assertThat(follow("/v1/events?tenant=acme&from=2026-11-21T12:14:00Z")).hasSize(2);
    assertThat(follow("/v1/events?tenant=acme&from=now")).isEmpty();
    assertThat(follow("/v1/events?tenant=acme")).isEmpty();
  }

  @Test
  void aPlaceWhoseEventsAreGoneIs410() throws Exception {
    String first = get("/v1/events?tenant=acme&from=beginning&limit=1").get("next").asText();
    api.events.forget(0, 4);
    problem(api.get(first), 410, "events-gone");
    assertThat(follow("/v1/events?tenant=acme&from=beginning")).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({
    "after=nonsense, after",
    "after=AQAAAAA&from=now, from",
    "from=yesterday, from",
    "type=OrderLost, type",
    "limit=501, limit",
    "amountFrom=-1, amountFrom",
    "wait=PT1H, wait",
  })
  void refusesWhatItDoesNotKnow(String query, String parameter) throws Exception {
    JsonNode problem = problem(api.get("/v1/events?" + query), 400, "invalid-parameter");
    assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
  }

  private List<JsonNode> follow(String path) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    String next = path;
    while (true) {
      JsonNode page = get(next);
      page.get("events").forEach(events::add);
      if (page.get("events").isEmpty() && page.get("next").asText().equals(next)) {
        return events;
      }
      next = page.get("next").asText();
    }
  }

  private JsonNode get(String path) throws Exception {
    var answer = api.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
