package io.spillway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One class path has the defaults of all services: none may change those of another. */
class SharedSettingsTest {
  @ParameterizedTest
  @MethodSource("services")
  void aServiceHasTheDefaultsThatItHasAlone(String service) {
    Config alone =
        defaults(service)
            .withFallback(defaults("runtime"))
            .withFallback(ConfigFactory.systemProperties())
            .resolve()
            .withOnlyPath("spillway");
    Config together = ConfigFactory.load();
    assertThat(alone.entrySet())
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(together.getValue(entry.getKey()).unwrapped())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().unwrapped()));
  }

  static Stream<String> services() {
    return PipelineMain.named(List.of()).stream().map(ServiceDefinition::name);
  }

  private static Config defaults(String module) {
    Path file = Path.of("..", module, "src/main/resources/reference.conf");
    return ConfigFactory.parseFile(file.toFile());
  }
}
