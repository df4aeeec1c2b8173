package io.spillway.reports.adapter.kibana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.reports.GeneratedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Kibana would refuse, found without a Kibana. */
class KibanaObjectsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path RESOURCES = Path.of("src/main/resources/kibana");

  /** Which types of fields an operation works on. */
  private static final Map<String, Set<String>> FITTING =
      Map.of(
          "terms", Set.of("keyword", "boolean"),
          "date_histogram", Set.of("date"),
          "sum", Set.of("long", "integer"),
          "max", Set.of("long", "integer", "date"),
          "percentile", Set.of("long", "integer"));

  private static List<JsonNode> objects() throws Exception {
    List<JsonNode> objects = new ArrayList<>();
    for (String text : KibanaObjects.files().values()) {
      for (String line : text.split("\n")) {
        objects.add(JSON.readTree(line));
      }
    }
    return objects;
  }

  private static List<JsonNode> objects(String type) throws Exception {
    return objects().stream().filter(o -> o.path("type").asText().equals(type)).toList();
  }

  @Test
  void theFilesAreWhatTheDefinitionsSay() throws Exception {
    for (Map.Entry<String, String> file : KibanaObjects.files().entrySet()) {
      String held = GeneratedFile.in(RESOURCES.resolve(file.getKey()), file.getValue());
      assertThat(held.equals(file.getValue()))
          .as(file.getKey() + ": " + GeneratedFile.advice("KibanaObjectsTest"))
          .isTrue();
    }
  }

  @Test
  void everyLineIsAnObjectThatKibanaKnowsTheVersionOf() throws Exception {
    for (JsonNode object : objects()) {
      assertThat(object.path("id").asText()).startsWith("spillway-");
      assertThat(object.path("coreMigrationVersion").asText()).isEqualTo("8.8.0");
      assertThat(object.path("typeMigrationVersion").asText()).matches("[0-9]+\\.[0-9]+\\.0");
      assertThat(object.path("attributes").isObject()).isTrue();
    }
  }

  @Test
  void everyReferenceResolvesInItsOwnFile() throws Exception {
    for (Map.Entry<String, String> file : KibanaObjects.files().entrySet()) {
      Set<String> known = new HashSet<>();
      for (String line : file.getValue().split("\n")) {
        JsonNode object = JSON.readTree(line);
        for (JsonNode reference : object.path("references")) {
          assertThat(known)
              .as(file.getKey() + " " + object.path("id"))
              .contains(reference.path("type").asText() + reference.path("id").asText());
        }
        known.add(object.path("type").asText() + object.path("id").asText());
      }
    }
  }

  @Test
  void everyFieldIsMappedAndFitsItsOperation() throws Exception {
    Map<String, JsonNode> views = new HashMap<>();
    objects("index-pattern").forEach(view -> views.put(view.path("id").asText(), view));
    for (JsonNode panel : objects("lens")) {
      JsonNode view = views.get(panel.path("references").path(0).path("id").asText());
      Map<String, String> types = MappedTypes.of(view.at("/attributes/title").asText());
      if (view.path("attributes").has("timeFieldName")) {
        assertThat(types.get(view.at("/attributes/timeFieldName").asText())).isEqualTo("date");
      }
      JsonNode layer = panel.at("/attributes/state/datasourceStates/formBased/layers/report");
      for (JsonNode column : layer.path("columns")) {
        String operation = column.path("operationType").asText();
        String field = column.path("sourceField").asText();
        if (operation.equals("filters")) {
          for (JsonNode filter : column.at("/params/filters")) {
            assertKnown(filter.at("/input/query").asText(), types);
          }
        } else if (!field.equals("___records___")) {
          assertThat(FITTING.get(operation)).as(operation).contains(types.get(field));
        }
      }
      assertKnown(panel.at("/attributes/state/query/query").asText(), types);
    }
  }

  private static void assertKnown(String query, Map<String, String> types) {
    for (KqlQuery.Condition condition : KqlQuery.parse(query)) {
      assertThat(types).as(query).containsKey(condition.field());
    }
  }

  @Test
  void aVisualizationNamesItsLayersColumns() throws Exception {
    for (JsonNode panel : objects("lens")) {
      JsonNode state = panel.at("/attributes/state");
      JsonNode layer = state.at("/datasourceStates/formBased/layers/report");
      List<String> order = new ArrayList<>();
      layer.path("columnOrder").forEach(id -> order.add(id.asText()));
      assertThat(layer.path("columns").properties())
          .extracting(Map.Entry::getKey)
          .containsExactlyInAnyOrderElementsOf(order);
      String shown = state.path("visualization").toString();
      assertThat(order)
          .filteredOn(id -> shown.contains('"' + id + '"'))
          .as(panel.path("id").asText())
          .contains("metric-0");
      for (String id : shown.replaceAll("[^a-z0-9-]+", " ").split(" ")) {
        if (id.matches("(bucket|metric)-[0-9]")) {
          assertThat(order).contains(id);
        }
      }
    }
  }

  @Test
  void panelsDoNotOverlapAndStayOnTheGrid() throws Exception {
    for (JsonNode dashboard : objects("dashboard")) {
      Set<String> cells = new HashSet<>();
      Set<String> names = new HashSet<>();
      dashboard.path("references").forEach(r -> names.add(r.path("name").asText()));
      for (JsonNode panel : JSON.readTree(dashboard.at("/attributes/panelsJSON").asText())) {
        JsonNode at = panel.path("gridData");
        String index = panel.path("panelIndex").asText();
        assertThat(names).contains(index + ":" + panel.path("panelRefName").asText());
        assertThat(at.path("i").asText()).isEqualTo(index);
        assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(48);
        for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
          for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
            assertThat(cells.add(x + "," + y)).as(index + " overlaps at " + x + "," + y).isTrue();
          }
        }
      }
    }
  }
}
