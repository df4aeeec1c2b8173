package io.spillway.analytics.adapter.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class MappingGapTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void sameMappingHasNoGap() throws Exception {
    JsonNode orders = Templates.mapping("orders");
    MappingGap gap = MappingGap.between(orders, orders);
    assertThat(gap.missing()).isEmpty();
    assertThat(gap.different()).isEmpty();
  }

  @Test
  void fieldsThatAreNewAreAddedAlone() throws Exception {
    MappingGap gap =
        gap(
            "{'properties':{'a':{'type':'keyword'},'b':{'type':'long'}}}",
            "{'dynamic':'strict','properties':{'a':{'type':'keyword'}}}");
    assertThat(gap.missing()).isEqualTo(read("{'properties':{'b':{'type':'long'}}}"));
    assertThat(gap.different()).isEmpty();
  }

  @Test
  void fieldsInsideAnObjectAreComparedOneByOne() throws Exception {
    MappingGap gap =
        gap(
            "{'properties':{'o':{'properties':{'a':{'type':'long'},'b':{'type':'date'}}}}}",
            "{'properties':{'o':{'properties':{'a':{'type':'keyword'}}}}}");
    assertThat(gap.missing())
        .isEqualTo(read("{'properties':{'o':{'properties':{'b':{'type':'date'}}}}}"));
    assertThat(gap.different()).containsExactly("o.a");
  }

  @Test
  void fieldThatIsMappedOtherwiseIsNamed() throws Exception {
    MappingGap gap =
        gap(
            "{'properties':{'a':{'type':'long','index':false}}}",
            "{'properties':{'a':{'type':'long'}}}");
    assertThat(gap.missing()).isEmpty();
    assertThat(gap.different()).containsExactly("a");
  }

  @Test
  void indexWithoutMappingLacksEverything() throws Exception {
    String wanted = "{'properties':{'a':{'type':'long'}}}";
    assertThat(gap(wanted, "{}").missing()).isEqualTo(read(wanted));
  }

  private static MappingGap gap(String wanted, String present) throws Exception {
    return MappingGap.between(read(wanted), read(present));
  }

  private static JsonNode read(String json) throws Exception {
    return JSON.readTree(json.replace('\'', '"'));
  }
}
