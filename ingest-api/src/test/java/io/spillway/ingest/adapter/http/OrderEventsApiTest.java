package io.spillway.ingest.adapter.http;

import static io.spillway.ingest.adapter.http.BadOrdersTest.problem;
import static io.spillway.ingest.adapter.http.Orders.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.ingest.core.TestRows;
import io.spillway.schemas.routing.RoutedId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderEventsApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RoutedId ID = RoutedId.ofOrder("default", "17850", "k1");
  private static final String PATH = "/v1/orders/" + ID + "/events";
  private static final String QUICK = "spillway.ingest.waits.look-every = 20ms";

  private final List<String> ids = new ArrayList<>();
  private final List<JsonNode> events = new ArrayList<>();

  @Test
  void tellsEachVersionOnceAndEndsWithTheLast() throws Exception {
    try (ApiFixture api = new ApiFixture(QUICK)) {
      api.submit(GOOD, "k1");
      HttpResponse<Stream<String>> stream = api.stream(api.request(PATH).GET());
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      assertThat(stream.headers().firstValue("Cache-Control")).hasValue("no-store");
      Iterator<String> lines = stream.body().iterator();
      api.rows.put(TestRows.row(ID, "RESERVED", 2));
      read(lines);
      read(lines);
      api.rows.put(TestRows.row(ID, "CONFIRMED", 3));
      read(lines);
      api.rows.put(TestRows.row(ID, "FULFILLED", 4));
      read(lines);
      assertThat(lines).isExhausted();
    }
    assertThat(ids).containsExactly("1", "2", "3", "4");
    assertThat(events)
        .extracting(event -> event.get("status").asText())
        .containsExactly("", "RESERVED", "CONFIRMED", "FULFILLED");
    assertThat(events.getFirst().get("orderId").asText()).isEqualTo(ID.toString());
    // A row of before may lack parts of its first change.
    assertThat(events.get(1).get("at").asText()).isEqualTo("2026-11-21T08:00:00.100Z");
  }

  @Test
  void whoComesAgainGetsWhatIsNewerAndIsToldToStayAway() throws Exception {
    try (ApiFixture api = new ApiFixture(QUICK)) {
      api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
      HttpResponse<Stream<String>> stream =
          api.stream(api.request(PATH).header("Last-Event-ID", "2").GET());
      api.rows.put(TestRows.row(ID, "FULFILLED", 3));
      read(stream.body().iterator());
      assertThat(ids).containsExactly("3");

      var again = api.send(api.request(PATH).header("Last-Event-ID", "3").GET());
      assertThat(again.statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aStreamEndsAfterItsTime() throws Exception {
    // The clock goes on by a second with each look.
    try (ApiFixture api = new ApiFixture(QUICK + "\nspillway.ingest.waits.longest-stream = 2s")) {
      api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
      Iterator<String> lines = api.stream(api.request(PATH).GET()).body().iterator();
      read(lines);
      read(lines);
      assertOnlyHeartbeats(lines);
    }
  }

  @Test
  void aCallerWhoMayNoLongerReadGetsNothingMore() throws Exception {
    AtomicBoolean revoked = new AtomicBoolean();
    try (ApiFixture api =
        new ApiFixture(
            QUICK,
            _ ->
                revoked.get()
                    ? new Authentication.Denied("revoked", "This key was revoked.")
                    : new Authentication.Granted(Identity.ANYONE))) {
      api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
      Iterator<String> lines = api.stream(api.request(PATH).GET()).body().iterator();
      read(lines);
      read(lines);
      revoked.set(true);
      api.rows.put(TestRows.row(ID, "FULFILLED", 3));
      assertThat(lines).isExhausted();
    }
  }

  @Test
  void aStopEndsStreams() throws Exception {
    ApiFixture api = new ApiFixture(QUICK);
    Iterator<String> lines;
    try (api) {
      api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
      lines = api.stream(api.request(PATH).GET()).body().iterator();
      read(lines);
      read(lines);
      api.stop();
      assertOnlyHeartbeats(lines);
    }
  }

  @Test
  void refusesWhatItCannotFollow() throws Exception {
    try (ApiFixture api = new ApiFixture(QUICK)) {
      problem(api.get(PATH), 404, "order-not-found");
      api.rows.put(TestRows.row(ID, "CONFIRMED", 2));
      var bad = api.send(api.request(PATH).header("Last-Event-ID", "two").GET());
      assertThat(problem(bad, 400, "invalid-parameter").at("/errors/0/header").asText())
          .isEqualTo("Last-Event-ID");
      assertThat(api.get("/v1/orders/17/events").statusCode()).isEqualTo(400);
      var head = api.send(api.request(PATH).method("HEAD", BodyPublishers.noBody()));
      assertThat(head.statusCode()).isEqualTo(200);
    }
  }

  /** To the end of the stream. */
  private static void assertOnlyHeartbeats(Iterator<String> lines) {
    lines.forEachRemaining(line -> assertThat(line).isIn(":", ""));
  }

  /** Reads to the end of one event. */
  private void read(Iterator<String> lines) throws Exception {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        ids.add(line.substring("id: ".length()));
      } else if (line.startsWith("data: ")) {
        events.add(JSON.readTree(line.substring("data: ".length())));
        assertThat(lines.next()).isEmpty();
        return;
      } else {
        assertThat(line).isIn("", ":", "retry: 1000");
      }
    }
    throw new AssertionError("the stream ended");
  }
}
