package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.cli.core.DemoPlan;
import io.spillway.reports.adapter.kibana.KibanaObjects;
import io.spillway.reports.adapter.kibana.LensQuery;
import io.spillway.reports.core.Range;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.core.Window;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.ElasticHttp;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a Kibana panel shows of the documents is what SQL tells of the rows: the search that Kibana
 * would make against a query on every shard, on the real pipeline at rest.
 */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelsAgainstSqlIT {
  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final String LATENCY = "reservation-latency";

  /** They count what waits in Kafka, which is in no table. */
  private static final Set<String> WITHOUT_ROWS = Set.of("stage-lag", "backlog");

  /**
   * Minutes after the newest hold, when panels are looked at besides the present: the limits of the
   * bands of its age, and a minute before the hour, when an hour's window begins within the orders.
   */
  private static final List<Integer> LATER_MINUTES = List.of(1, 5, 15, 59, 60, 24 * 60);

  private static final PanelSql NEWEST_HOLD =
      new PanelSql(0, Cut.NONE, "SELECT MAX(created_at) FROM orders WHERE status = 'RESERVED'");

  /**
   * Up to 20 times a t-digest's compression, which is 100, Elasticsearch keeps each value and
   * interpolates between the two at a quantile's place, q (n - 1); beyond it estimates.
   */
  private static final int EXACT_VALUES = 2_000;

  private final RecordedProgress progress = SharedPipeline.PROGRESS;
  private final Map<String, JsonNode> panels = panels();
  private final List<Instant> moments = new ArrayList<>();
  private Pipeline pipeline;
  private ElasticHttp elastic;
  private ShardRows shards;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    elastic = new ElasticHttp(BackendConfigs.elastic(pipeline.backends));
    shards = new ShardRows(pipeline.backends);
    DemoFlow.Outcome demo =
        pipeline.run(DemoPlan.of(51, 400, "it-panels"), UnaryOperator.identity());
    assertThat(demo.result().faults()).as(progress.said.toString()).isEmpty();
    try (PanelOrders orders = new PanelOrders(pipeline.deployment.api())) {
      orders.send();
    }
    // Waits for rest, refreshes, and compares the stores row by row: figures come after that.
    CheckReport check = CheckWiring.of(pipeline.deployment, progress).of(Scope.ALL, SETTLE);
    assertThat(check.findings()).filteredOn(finding -> finding.violations() > 0).isEmpty();
    assertThat(check.notes()).isEmpty();

    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Window always = Window.endingAt(now, Range.EVERYTHING);
    Instant held =
        (Instant) shards.merged(NEWEST_HOLD, always, now).iterator().next().figures().getFirst();
    moments.add(now);
    LATER_MINUTES.forEach(minutes -> moments.add(held.plus(Duration.ofMinutes(minutes))));
  }

  @AfterAll
  void stop() throws Exception {
    if (elastic != null) {
      elastic.close();
    }
  }

  @Test
  void everyPanelIsCompared() {
    Set<String> compared = new TreeSet<>(PanelSql.ALL.keySet());
    compared.add(LATENCY);
    compared.addAll(WITHOUT_ROWS);
    assertThat(panels.keySet()).isEqualTo(compared);
  }

  static Stream<String> panelNames() {
    return PanelSql.ALL.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("panelNames")
  void aPanelShowsWhatSqlTells(String name) throws Exception {
    PanelSql sql = PanelSql.ALL.get(name);
    ReportDefinition report = Reports.named(name).orElseThrow();
    for (Instant moment : moments) {
      List<String> shown = shown(report, moment);
      Collection<ShardRows.Row> rows = shards.merged(sql, window(report, moment), moment);
      assertThat(shown)
          .as("%s at %s", name, moment)
          .containsExactlyInAnyOrderElementsOf(sql.cut().of(rows, shown));
    }
    assertThat(shown(report, moments.getFirst()))
        .as("there is something to compare")
        .anyMatch(row -> row.matches("(.*[|;] )?[1-9][0-9]* ; .*"));
  }

  /** Elasticsearch interpolates percentiles, so they are held against the rows on either side. */
  @Test
  void latencyPercentilesAreThoseOfTheRows() throws Exception {
    ReportDefinition report = Reports.named(LATENCY).orElseThrow();
    for (Instant moment : moments) {
      Map<String, List<Long>> millis =
          shards.all(PanelSql.RESERVATION_LATENCY, window(report, moment), moment).stream()
              .collect(
                  Collectors.groupingBy(
                      row -> row.keys().getFirst().toString(),
                      TreeMap::new,
                      Collectors.mapping(ShardRows.Row::firstNumber, Collectors.toList())));
      Map<String, String> shown = new TreeMap<>();
      for (String row : shown(report, moment)) {
        String[] parts = row.split(" \\| ", 2);
        shown.put(parts[0], parts[1]);
      }
      assertThat(shown.keySet()).as("steps at %s", moment).isEqualTo(millis.keySet());
      shown.forEach(
          (step, figures) -> {
            List<Long> sorted = millis.get(step).stream().sorted().toList();
            String[] percentiles = figures.split(" ; ");
            assertLies(Long.parseLong(percentiles[0]), 0.50, sorted);
            assertLies(Long.parseLong(percentiles[1]), 0.95, sorted);
            assertLies(Long.parseLong(percentiles[2]), 0.99, sorted);
          });
    }
    assertThat(shown(report, moments.getFirst())).isNotEmpty();
  }

  /** Between two rows, whatever the interpolation: the tolerance is the distance of these. */
  private static void assertLies(long shown, double quantile, List<Long> sorted) {
    assertThat(sorted).hasSizeLessThanOrEqualTo(EXACT_VALUES);
    double place = quantile * (sorted.size() - 1);
    assertThat(shown)
        .as("quantile %s of %s", quantile, sorted)
        .isBetween(sorted.get((int) Math.floor(place)), sorted.get((int) Math.ceil(place)));
  }

  private List<String> shown(ReportDefinition report, Instant moment) throws Exception {
    Window window = window(report, moment);
    String step = window.step().toSeconds() + "s";
    LensQuery query = new LensQuery(panels.get(report.name()), moment, step);
    String time = report.time() == null ? "" : report.time().field();
    JsonNode answer =
        elastic.post(
            "/" + report.index() + "/_search" + ElasticHttp.LENIENT,
            query.body(time, window.from(), window.to()));
    assertThat(answer.at("/_shards/failed").asInt()).as(answer.toString()).isZero();
    return query.rows(answer);
  }

  private static Window window(ReportDefinition report, Instant moment) {
    return Selection.USUAL.request(report, moment).window();
  }

  private static Map<String, JsonNode> panels() {
    Map<String, JsonNode> panels = new TreeMap<>();
    JsonMapper json = new JsonMapper();
    for (String file : KibanaObjects.files().values()) {
      for (String line : file.lines().toList()) {
        JsonNode object = read(json, line);
        if (object.path("type").asText().equals("lens")) {
          panels.put(object.path("id").asText().substring("spillway-".length()), object);
        }
      }
    }
    return panels;
  }

  private static JsonNode read(JsonMapper json, String line) {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a panel is no JSON: " + line, e);
    }
  }
}
