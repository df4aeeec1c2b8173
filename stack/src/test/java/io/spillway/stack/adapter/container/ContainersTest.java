package io.spillway.stack.adapter.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.server.MysqlServer;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theImagesAreThoseOfTheComposeFile() throws IOException {
    Set<String> named =
        Files.readAllLines(ROOT.resolve("compose.yaml")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("image: "))
            .map(line -> line.substring("image: ".length()))
            .collect(Collectors.toSet());

    assertThat(named)
        .contains(
            Containers.KAFKA_IMAGE,
            Containers.MYSQL_IMAGE,
            Containers.REDIS_IMAGE,
            Containers.ELASTICSEARCH_IMAGE);
  }

  @Test
  void theComposeFilesMysqlIsToldWhatTheLocalStacksIs() throws IOException {
    assertThat(settings(Files.readString(ROOT.resolve("compose/mysql/spillway.cnf"))))
        .isEqualTo(settings("[mysqld]\n" + MysqlServer.COMMON_OPTIONS));
  }

  @Test
  void refusesMoreThanOneBroker(@TempDir Path home) {
    StackSpec spec = StackSpec.builder(home).brokers(3).build();

    assertThatThrownBy(() -> ContainerStack.start(spec, StartListener.silent()))
        .hasMessage("brokers = 3: a stack of containers has 1");
  }

  private static List<String> settings(String file) {
    return file.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }
}
