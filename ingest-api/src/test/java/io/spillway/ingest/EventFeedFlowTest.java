package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.adapter.memory.MemoryEventLog;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.core.EventFilter;
import io.spillway.ingest.core.TestEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventFeedFlowTest {
  private static final EventFilter ACME = new EventFilter("acme", Set.of(), null, 0);

  private final MemoryEventLog log = new MemoryEventLog(3);
  private final EventFeedFlow flow = new EventFeedFlow(log, 2, new SimpleMeterRegistry());

  /** Whatever the pages' sizes, each wanted event comes once, those of a partition in order. */
  @Test
  void pagesMissNothingAndRepeatNothing() {
    Random random = new Random(7);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String tenant = random.nextInt(3) == 0 ? "acme" : "other";
      var event = TestEvents.created(tenant, "k" + i, 0);
      log.append(random.nextInt(3), event);
      if (tenant.equals("acme")) {
        wanted.add(event.getOrderId());
      }
    }
    List<String> told = new ArrayList<>();
    EventCursor at = flow.beginning();
    while (!at.equals(flow.end())) {
      int limit = 1 + random.nextInt(4);
      EventFeedFlow.Page page = flow.read(ACME, at, limit, Duration.ZERO).orElseThrow();
      assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
      page.events()
          .forEach(event -> told.add(event.replaceAll(".*\"subject\":\"([^\"]+)\".*", "$1")));
      at = page.next();
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void waitsForAnEventThatIsWanted() throws Exception {
    EventCursor end = flow.end();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> flow.read(ACME, end, 10, Duration.ofSeconds(20)).orElseThrow());
    log.append(0, TestEvents.created("other", "k1", 0));
    log.append(1, TestEvents.created("acme", "k2", 0));
    EventFeedFlow.Page page = waiting.get(10, TimeUnit.SECONDS);
    assertThat(page.events()).hasSize(1);
    assertThat(page.next().offsets().get(1)).isEqualTo(1L);
  }

  @Test
  void whenTheWaitIsOverTellsHowFarItCame() {
    log.append(0, TestEvents.created("other", "k1", 0));
    EventFeedFlow.Page page =
        flow.read(ACME, flow.beginning(), 10, Duration.ofMillis(50)).orElseThrow();
    assertThat(page.events()).isEmpty();
    assertThat(page.next()).isEqualTo(flow.end());
  }

  @Test
  void tooManyReadersAreTurnedAway() throws Exception {
    EventFeedFlow narrow = new EventFeedFlow(log, 1, new SimpleMeterRegistry());
    var waiting =
        CompletableFuture.supplyAsync(
            () -> narrow.read(ACME, narrow.end(), 10, Duration.ofSeconds(20)));
    org.awaitility.Awaitility.await()
        .until(() -> narrow.read(ACME, narrow.end(), 10, Duration.ZERO).isEmpty());
    log.append(1, TestEvents.created("acme", "k2", 0));
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
  }
}
