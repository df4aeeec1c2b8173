package io.spillway.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "*|true|true",
        " * |true|true",
        "\"3\"|true|true",
        "W/\"3\"|false|true",
        "\"1\", \"3\"|true|true",
        ", \"1\",,\"3\" ,|true|true",
        "\"1\",W/\"3\"|false|true",
        "\"03\"|false|false",
        "\"3-gzip\"|false|false",
        "\"\"|false|false",
      })
  void comparesStronglyAndWeakly(String header, boolean strongly, boolean weakly) {
    EntityTags tags = Objects.requireNonNull(EntityTags.read(header));

    assertThat(tags.matchesStrongly(3)).isEqualTo(strongly);
    assertThat(tags.matches(3)).isEqualTo(weakly);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "\"3", "w/\"3\"", "\"3\" \"4\"", "*, \"3\"", "\"a b\"", "\"3\";", "**"})
  void refusesWhatIsNoList(String header) {
    assertThat(EntityTags.read(header)).isNull();
  }

  @Test
  void aLongListIsReadInTime() {
    String list = "\"1\", ".repeat(2_000);

    assertThat(EntityTags.read(list + "\"3\"")).isNotNull();
    assertThat(EntityTags.read(list + "3")).isNull();
  }

  @Test
  void aVersionsTagMatchesIt() {
    assertThat(Objects.requireNonNull(EntityTags.read(EntityTags.of(7))).matchesStrongly(7))
        .isTrue();
  }
}
