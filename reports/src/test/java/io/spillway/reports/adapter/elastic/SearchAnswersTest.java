package io.spillway.reports.adapter.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.port.IndexUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchAnswersTest {
  private static final ObjectNode ALL = new JsonMapper().createObjectNode();

  @SuppressWarnings("NullAway.Init")
  private FakeElastic elastic;

  @SuppressWarnings("NullAway.Init")
  private ElasticClient client;

  @BeforeEach
  void start() throws Exception {
    elastic = new FakeElastic();
    client = ElasticClient.open(elastic.uri());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    elastic.close();
  }

  @Test
  void shardThatIsNotThereYetIsWaitedFor() throws Exception {
    elastic.next(FakeElastic.status(503));
    elastic.next(FakeElastic.found(1));
    elastic.next(FakeElastic.found(0));

    SearchAnswers search = new SearchAnswers(client, Duration.ofSeconds(10));

    assertThat(search.of("orders", ALL).at("/hits/total/value").asInt()).isEqualTo(7);
  }

  @Test
  void shardThatStaysAwayIsToldOf() {
    for (int i = 0; i < 1_000; i++) {
      elastic.next(FakeElastic.found(1));
    }

    SearchAnswers search = new SearchAnswers(client, Duration.ofSeconds(10));

    assertThatThrownBy(() -> search.of("orders", ALL))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessage("Elasticsearch could not read every shard");
  }

  @Test
  void silenceIsNotWaitedForTwice() {
    elastic.next(FakeElastic.silence());

    SearchAnswers search = new SearchAnswers(client, Duration.ofMillis(2_100));

    assertThatThrownBy(() -> search.of("orders", ALL))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessageContaining("nothing within PT2.1S");
  }
}
