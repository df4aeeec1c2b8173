package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderWaitApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RoutedId ID = RoutedId.ofOrder("default", "17850", "k1");
  private static final String PATH = "/v1/orders/" + ID;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api =
        new ApiFixture(
            "spillway.ingest { http.idle-timeout = 1s, waits { waiting = 300, look-every = 20ms } }");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void tellsAnAcceptedOrderOnceItIsDecided() throws Exception {
    api.submit(GOOD, "k1");
    var waiting = getLater(PATH + "?wait=PT20S");
    awaitWaiting(1);
    api.rows.put(TestRows.row(ID, "RESERVING", 1));
    awaitLooks(3);
    assertThat(waiting).isNotDone();

    api.rows.put(TestRows.row(ID, "RESERVED", 2));

    JsonNode order = JSON.readTree(waiting.get(10, TimeUnit.SECONDS).body());
    assertThat(order.get("status").asText()).isEqualTo("RESERVED");
    assertThat(order.get("holdUntil").asText()).isEqualTo("2026-11-21T08:15:00.100Z");
    assertThat(order.at("/history/0/version").asInt()).isEqualTo(2);
    awaitWaiting(0);
    // Nobody waits, so nobody asks.
    Awaitility.await().until(() -> quietFor(Duration.ofMillis(200)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESERVED", "CONFIRMED", "REJECTED", "CANCELLED", "EXPIRED", "FULFILLED"})
  void tellsADecidedOrderAtOnce(String status) throws Exception {
    api.rows.put(TestRows.row(ID, status, 2));

    assertThat(JSON.readTree(api.get(PATH + "?wait=PT20S").body()).get("status").asText())
        .isEqualTo(status);
    assertThat(api.rows.looks()).isZero();
  }

  @Test
  void tellsTheNextChangeToWhoeverNamesTheVersionItKnows() throws Exception {
    api.rows.put(TestRows.row(ID, "RESERVED", 2));
    assertThat(status(PATH + "?wait=PT20S&knownVersion=1")).isEqualTo("RESERVED");

    var waiting = getLater(PATH + "?wait=PT20S&knownVersion=2");
    awaitLooks(3);
    assertThat(waiting).isNotDone();
    api.rows.put(TestRows.row(ID, "CONFIRMED", 3));
    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).contains("CONFIRMED");

    // It will never change again: there is nothing to wait for.
    api.rows.put(TestRows.row(ID, "FULFILLED", 4));
    assertThat(status(PATH + "?wait=PT20S&knownVersion=4")).isEqualTo("FULFILLED");
  }

  @Test
  void whenTheWaitIsOverTellsWhatThereIs() throws Exception {
    problem(api.get(PATH + "?wait=PT0.1S"), 404, "order-not-found");
    String accepted = api.submit(GOOD, "k1").body();
    assertThat(api.get(PATH + "?wait=PT0.1S").body()).isEqualTo(accepted);
    api.rows.put(TestRows.row(ID, "RESERVING", 1));

    // Longer than the connection may be idle.
    long began = System.nanoTime();
    assertThat(status(PATH + "?wait=PT2.5S")).isEqualTo("RESERVING");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(2_400), Duration.ofSeconds(8));
    assertThat(api.meters.get("spillway.ingest.waits.ended").tag("how", "over").counter().count())
        .isEqualTo(3);
  }

  @Test
  void beforeAStopNobodyWaitsAnyMore() throws Exception {
    api.rows.put(TestRows.row(ID, "RESERVING", 1));
    var waiting = getLater(PATH + "?wait=PT20S");
    awaitWaiting(1);

    api.waits.endAll();

    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).contains("RESERVING");
    assertThat(getLater(PATH + "?wait=PT20S").get(10, TimeUnit.SECONDS).body())
        .contains("RESERVING");
  }

  @Test
  void aShardIsAskedOnceHoweverManyWait() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    List<RoutedId> ids = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      // One customer's orders are on one shard; two requests wait for each.
      ids.add(RoutedId.ofOrder("default", "17850", "many" + i));
      api.rows.put(TestRows.row(ids.get(i), "RESERVING", 1));
      waiting.add(getLater("/v1/orders/" + ids.get(i) + "?wait=PT20S"));
      waiting.add(getLater("/v1/orders/" + ids.get(i) + "?wait=PT20S"));
    }
    awaitWaiting(300);
    problem(api.get(PATH + "?wait=PT20S"), 503, "overloaded");
    int before = api.rows.looks();
    long began = System.nanoTime();
    awaitLooks(before + 10);
    // One look at all of them every 20 ms, and not 300.
    long most = Duration.ofNanos(System.nanoTime() - began).toMillis() / 20 + 2;
    assertThat(api.rows.looks() - before).isLessThanOrEqualTo((int) most);

    ids.forEach(id -> api.rows.put(TestRows.row(id, "CONFIRMED", 2)));

    for (var response : waiting) {
      assertThat(response.get(10, TimeUnit.SECONDS).body()).contains("CONFIRMED");
    }
    awaitWaiting(0);
  }

  @Test
  void aShardThatFailsForAWhileIsAskedAgain() throws Exception {
    api.rows.put(TestRows.row(ID, "RESERVING", 1));
    var waiting = getLater(PATH + "?wait=PT20S");
    awaitWaiting(1);
    api.rows.setDown(true);
    problem(api.get(PATH + "?wait=PT20S"), 503, "reads-unavailable");
    awaitLooks(api.rows.looks() + 3);
    api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
    api.rows.setDown(false);

    assertThat(waiting.get(10, TimeUnit.SECONDS).body()).contains("CONFIRMED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=",
        "wait=5",
        "wait=5s",
        "wait=-PT5S",
        "wait=PT30.001S",
        "wait=P1D",
        "wait=PT",
        "knownVersion=x",
        "knownVersion=-1",
        "knownVersion=",
        "knownVersion=99999999999999999999"
      })
  void refusesWhatIsNoWait(String query) throws Exception {
    JsonNode problem = problem(api.get(PATH + '?' + query), 400, "invalid-parameter");
    assertThat(problem.at("/errors/0/parameter").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }

  private String status(String path) throws Exception {
    return JSON.readTree(api.get(path).body()).get("status").asText();
  }

  private CompletableFuture<HttpResponse<String>> getLater(String path) {
    CompletableFuture<HttpResponse<String>> response = new CompletableFuture<>();
    Executors.newVirtualThreadPerTaskExecutor()
        .execute(
            () -> {
              try {
                response.complete(api.get(path));
              } catch (Exception e) {
                response.completeExceptionally(e);
              }
            });
    return response;
  }

  private void awaitWaiting(int requests) {
    Awaitility.await()
        .until(() -> api.meters.get("spillway.ingest.waits.waiting").gauge().value() == requests);
  }

  private void awaitLooks(int looks) {
    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> api.rows.looks() >= looks);
  }

  private boolean quietFor(Duration time) throws InterruptedException {
    int looks = api.rows.looks();
    Thread.sleep(time);
    return api.rows.looks() == looks;
  }
}
