package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPagesApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CUSTOMER = "Öl & Gas";
  private static final String QUERY = "/v1/orders?customerId=%C3%96l%20%26%20Gas&tenant=shop";
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture();
    for (int i = 0; i < 7; i++) {
      RoutedId id = RoutedId.ofOrder("shop", CUSTOMER, "k" + i);
      api.rows.put(
          TestRows.row(id, "shop", CUSTOMER, "CONFIRMED", 2, TestRows.AT.plusMillis(i / 2), null));
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void leadsThroughAllOrdersOncePageByPage() throws Exception {
    List<String> ids = new ArrayList<>();
    List<String> times = new ArrayList<>();
    String path = QUERY + "&limit=3";
    int pages = 0;
    while (path != null) {
      HttpResponse<String> response = api.get(path);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonNode page = JSON.readTree(response.body());
      page.get("orders")
          .forEach(
              order -> {
                ids.add(order.get("orderId").asText());
                times.add(order.get("acceptedAt").asText());
              });
      path = page.has("next") ? page.get("next").asText() : null;
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
    assertThat(times).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void aPageThatIsJustFullHasNoNext() throws Exception {
    JsonNode page = JSON.readTree(api.get(QUERY + "&limit=7").body());
    assertThat(page.get("orders")).hasSize(7);
    assertThat(page.has("next")).isFalse();
    JsonNode order = page.at("/orders/0");
    assertThat(order.get("status").asText()).isEqualTo("CONFIRMED");
    assertThat(order.get("keptAmount").asLong()).isEqualTo(1_530);
    assertThat(order.get("lineCount").asInt()).isEqualTo(1);
    assertThat(order.has("lines")).isFalse();
    assertThat(JSON.readTree(api.get("/v1/orders?customerId=nobody").body()).get("orders"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/orders?customerId=",
        "/v1/orders?customerId=c&status=CONFIRMED",
        "/v1/orders?customerId=c&sku=A",
        "/v1/orders?customerId=c&from=2026-11-21T08:00:00Z",
        "/v1/orders?customerId=c&to=2026-11-21T08:00:00Z",
        "/v1/orders?customerId=c&tenant=NO",
        "/v1/orders?customerId=c&limit=0",
        "/v1/orders?customerId=c&limit=201",
        "/v1/orders?customerId=c&limit=x",
        "/v1/orders?customerId=c&after=",
        "/v1/orders?customerId=c&after=AAAA",
        "/v1/orders?customerId=c&after=%21%21",
        "/v1/orders?customerId=c&after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void refusesBadParameters(String path) throws Exception {
    problem(api.get(path), 400, "invalid-parameter");
  }

  @Test
  void refusesAnotherCustomersPlace() throws Exception {
    OrderCursor other = new OrderCursor(TestRows.AT, RoutedId.ofOrder("shop", "c1", "k"));
    problem(api.get(QUERY + "&after=" + other.text()), 400, "invalid-parameter");
  }

  @Test
  void aPlaceReadsAsItWasWritten() {
    RoutedId id = RoutedId.ofOrder("shop", "c1", "k");
    OrderCursor cursor = new OrderCursor(TestRows.AT, id);
    assertThat(OrderCursor.read(cursor.text(), id.slot())).isEqualTo(cursor);
    assertThat(OrderCursor.read(cursor.text() + "A", id.slot())).isNull();
    assertThat(
            OrderCursor.read(
                new OrderCursor(java.time.Instant.ofEpochMilli(-1), id).text(), id.slot()))
        .isNull();
  }
}
