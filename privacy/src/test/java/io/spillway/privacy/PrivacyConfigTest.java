package io.spillway.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.runtime.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivacyConfigTest {
  @TempDir Path directory;

  @Test
  void marksNothingByDefault() {
    PrivacyConfig config = read("");
    assertThat(config.attributes().names()).isEmpty();
    assertThat(config.masterKeys()).isEmpty();
  }

  @Test
  void readsNamesAndKeys() throws Exception {
    Path file = file(MasterKeys.line("one", new Random(1)) + "\n");
    PrivacyConfig config =
        read("attributes = \" name, e mail ,,name\", master-key-file = \"" + file + "\"");

    assertThat(config.attributes().names()).containsExactlyInAnyOrder("name", "e mail");
    assertThat(config.attributes().marks("Name")).isFalse();
    assertThat(config.attributes().anyOf(Map.of("name", "Ada"))).isTrue();
    assertThat(config.attributes().anyOf(Map.of("country", "UK"))).isFalse();
    assertThat(config.masterKeys().orElseThrow().newest()).isEqualTo("one");
  }

  @Test
  void refusesMarksWithoutAKeyAndFilesWithoutOne() throws Exception {
    assertThatThrownBy(() -> read("attributes = name"))
        .hasMessageContaining("spillway.privacy.attributes")
        .hasMessageContaining("unless spillway.privacy.master-key-file names a file");
    assertThatThrownBy(() -> read("attributes = name, master-key-file = \"" + file("x") + "\""))
        .hasMessageContaining("line 1 is not VERSION:BASE64");
    assertThatThrownBy(() -> read("keys.cache-for = 6s"))
        .hasMessageContaining("spillway.privacy.keys.cache-for");
  }

  private Path file(String text) throws java.io.IOException {
    return Files.writeString(directory.resolve("master.keys"), text);
  }

  private static PrivacyConfig read(String settings) {
    Settings read =
        Settings.of(
            ConfigFactory.parseString("spillway.privacy { " + settings + " }")
                .withFallback(ConfigFactory.parseResources("reference.conf"))
                .resolve());
    PrivacyConfig config = PrivacyConfig.from(read);
    read.check();
    return config;
  }
}
