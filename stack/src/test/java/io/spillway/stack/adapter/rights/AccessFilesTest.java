package io.spillway.stack.adapter.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFilesTest {
  private static final String TEAM = "version: 1\nteams: {fraud: {kafka: {}}}\n";

  @TempDir Path home;

  /** A right that no account could use, and an account that may do nothing, are both mistakes. */
  @Test
  void whatShipsHasRightsForEachAccountOnEachOfItsServers() {
    AccessFile file = AccessFiles.shipped();
    for (StackAccount account : StackAccount.values()) {
      for (Plane plane : Plane.values()) {
        plane
            .server()
            .ifPresent(
                server ->
                    assertThat(file.rights(account.user(), plane).isEmpty())
                        .as("%s on %s", account.user(), server)
                        .isNotEqualTo(account.isOn(server)));
      }
    }
    assertThat(file.teams()).isEmpty();
  }

  @Test
  void aHomeAddsItsTeams() throws Exception {
    assertThat(AccessFiles.of(home, Map.of())).isEqualTo(AccessFiles.shipped());
    Files.writeString(home.resolve("access.yaml"), TEAM);
    AccessFile file = AccessFiles.of(home, Map.of());
    assertThat(file.teams()).containsExactly("fraud");
    assertThat(file.rightsOfServices()).isEqualTo(AccessFiles.shipped().rights());
  }

  @Test
  void aVariableNamesAnotherFile() throws Exception {
    Path other = Files.writeString(home.resolve("other.yaml"), TEAM.replace("fraud", "finance"));
    Files.writeString(home.resolve("access.yaml"), TEAM);
    Map<String, String> environment = Map.of("SPILLWAY_ACCESS_FILE", other.toString());
    assertThat(AccessFiles.of(home, environment).teams()).containsExactly("finance");
    assertThatThrownBy(
            () -> AccessFiles.of(home, Map.of("SPILLWAY_ACCESS_FILE", "/nowhere/access.yaml")))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("SPILLWAY_ACCESS_FILE = '/nowhere/access.yaml': no such file");
  }
}
