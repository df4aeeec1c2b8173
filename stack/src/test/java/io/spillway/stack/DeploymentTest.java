package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.testing.RecordedProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
  @TempDir private Path directory;

  @Test
  void theKeysGoWithTheDataThatKnowsThem() throws Exception {
    PipelineHome home = new PipelineHome(directory, directory.resolve("home"));
    RecordedProgress progress = new RecordedProgress();
    try (HealthProbe probe = new HealthProbe()) {
      Deployment deployment =
          new Deployment(
              home,
              new LocalInfrastructure(home.data(), new StackShape(true, 1), progress),
              _ -> {},
              new ServiceFleet(home, probe, true, Map.of(), progress),
              probe,
              progress);
      Files.createDirectories(home.data());
      Files.writeString(home.operatorKey(), "spk_key\n");
      Files.writeString(home.masterKeys(), "v1:key\n");

      deployment.down(false);
      assertThat(deployment.apiKey()).contains("spk_key");
      assertThat(home.masterKeys()).exists();

      deployment.down(true);
      assertThat(deployment.apiKey()).isEmpty();
      assertThat(home.masterKeys()).doesNotExist();
    }
  }
}
