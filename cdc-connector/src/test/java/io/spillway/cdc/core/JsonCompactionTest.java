package io.spillway.cdc.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCompactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{}|{}",
        "[1, 2]|[1,2]",
        "{\"a b\": \"c  d\", \"e\": null}|{\"a b\":\"c  d\",\"e\":null}",
        "{\"a\": \"x\\\" , y\", \"b\": 1}|{\"a\":\"x\\\" , y\",\"b\":1}",
        "[\"\\\\\", \"z z\"]|[\"\\\\\",\"z z\"]",
        "[\"open\\|[\"open\\",
      })
  void onlySpaceBetweenTokensGoes(String json, String compact) {
    assertThat(JsonCompaction.compact(json)).isEqualTo(compact);
    assertThat(JsonCompaction.compact(compact)).isEqualTo(compact);
  }
}
