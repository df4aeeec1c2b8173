package io.spillway.stack.adapter.container;

import static java.nio.charset.StandardCharsets.UTF_8;
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
            .map(image -> image.replaceFirst("\\$\\{SPILLWAY_[A-Z]+_IMAGE:-(.*)}", "$1"))
            .collect(Collectors.toSet());

    assertThat(named)
        .contains(
            Containers.KAFKA_IMAGE,
            Containers.MYSQL_IMAGE,
            Containers.REDIS_IMAGE,
            Containers.ELASTICSEARCH_IMAGE);
  }

  /** With a stand-in for the engine, which knows a digest of whatever it is asked for. */
  @Test
  void everyServersImageIsPinnedByTheDigestThatTheEngineHas(@TempDir Path tools) throws Exception {
    Path docker = tools.resolve("docker");
    Files.writeString(
        docker,
        "#!/bin/sh\nfor image; do :; done\necho \"${image%:*}@sha256:$(printf %064d 7)\"\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    ProcessBuilder pin = new ProcessBuilder(ROOT.resolve("compose/pin-images").toString());
    pin.environment().merge("PATH", tools + ":", (path, first) -> first + path);
    Process process = pin.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines().filter(line -> !line.startsWith("#")))
        .hasSize(5)
        .allMatch(line -> line.matches("SPILLWAY_[A-Z]+_IMAGE=[a-z./]+@sha256:[0-9]{64}"));
    assertThat(printed).contains("-Dimages.base=eclipse-temurin@sha256:");
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
