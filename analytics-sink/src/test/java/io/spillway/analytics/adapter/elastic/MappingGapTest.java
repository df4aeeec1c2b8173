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
        MappingGap.between(
            read("{'properties':{'a':{'type':'keyword'},'b':{'type':'long'}}}"),
            read("{'dynamic':'strict','properties':{'a':{'type':'keyword'}}}"));
    assertThat(gap.missing()).isEqualTo(read("{'properties':{'b':{'type':'long'}}}"));
    assertThat(gap.different()).isEmpty();
  }

  @Test
  void fieldsInsideAnObjectAreComparedOneByOne() throws Exception {
    MappingGap gap =
        MappingGap.between(
            read("{'properties':{'o':{'properties':{'a':{'type':'long'},'b':{'type':'date'}}}}}"),
            read("{'properties':{'o':{'properties':{'a':{'type':'keyword'}}}}}"));
    assertThat(gap.missing())
        .isEqualTo(read("{'properties':{'o':{'properties':{'b':{'type':'date'}}}}}"));
    assertThat(gap.different()).containsExactly("o.a");
  }

  @Test
  void fieldThatIsMappedOtherwiseIsNamed() throws Exception {
    MappingGap gap =
        MappingGap.between(
            read("{'properties':{'a':{'type':'long','index':false}}}"),
            read("{'properties':{'a':{'type':'long'}}}"));
    assertThat(gap.missing()).isEmpty();
    assertThat(gap.different()).containsExactly("a");
  }

  @Test
  void indexWithoutMappingLacksEverything() throws Exception {
    JsonNode wanted = read("{'properties':{'a':{'type':'long'}}}");
    assertThat(MappingGap.between(wanted, read("{}")).missing()).isEqualTo(wanted);
  }

  private static JsonNode read(String json) throws Exception {
    return JSON.readTree(json.replace('\'', '"'));
  }
}
