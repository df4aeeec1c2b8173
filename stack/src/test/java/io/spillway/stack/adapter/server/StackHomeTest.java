package io.spillway.stack.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.os.FileLocks;
import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PartitionCounts;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackHomeTest {
  @TempDir Path directory;

  @Test
  void wipesOnlyWhatIsAStacks() throws IOException {
    StackHome home = new StackHome(directory);
    for (String own :
        List.of(
            "kafka-0", "mysql-1", "redis", "elasticsearch", "logs", "tls", "accounts", "teams")) {
      Files.createDirectories(directory.resolve(own).resolve("data"));
    }
    Files.writeString(home.state(), "");
    Path foreign = Files.writeString(directory.resolve("notes.txt"), "mine");
    Path outside = Files.createDirectories(directory.resolve("kept/deep"));
    Files.createSymbolicLink(directory.resolve("redis/link"), outside);
    home.wipe();
    assertThat(directory)
        .isDirectoryNotContaining(
            "glob:**/{kafka,mysql,redis,elastic,logs,tls,accounts,teams,st}*");
    assertThat(foreign).exists();
    assertThat(outside).exists();
  }

  @Test
  void keepsTheNumbersItsDataWereWrittenWith() throws IOException {
    StackHome home = new StackHome(directory);
    StackSpec.Builder spec = StackSpec.builder(directory);
    Layout.require(home, spec.servers(Set.of(Server.MYSQL)).build());
    Layout.require(home, spec.servers(Set.of(Server.KAFKA)).brokers(3).build());
    Layout.require(home, spec.servers(Set.of(Server.REDIS)).shardsPerServer(8).build());
    assertThatThrownBy(() -> Layout.require(home, spec.servers(Set.of(Server.MYSQL)).build()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("written with shardsPerServer=2, not 8");
    home.wipe();
    Layout.require(home, spec.build());
  }

  @Test
  void staysSecuredOrOpenAsItWasMade() throws IOException {
    Path secured = Files.createDirectories(directory.resolve("secured"));
    Path open = Files.createDirectories(directory.resolve("open"));
    Layout.require(new StackHome(secured), StackSpec.builder(secured).secure(true).build());
    Layout.require(new StackHome(open), StackSpec.builder(open).build());

    assertThat(Layout.secure(secured, false)).isTrue();
    assertThat(Layout.secure(open, false)).isFalse();
    assertThat(Layout.secure(directory.resolve("new"), true)).isTrue();
    assertThatThrownBy(() -> Layout.secure(open, true))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining(open + " holds data of servers without encryption and accounts")
        .hasMessageContaining("./spillway down --wipe");
    assertThatThrownBy(
            () -> Layout.require(new StackHome(secured), StackSpec.builder(secured).build()))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("holds data of secured servers");
  }

  @Test
  void keepsThePartitionsItsTopicsWereMadeWith() {
    PartitionCounts nobodyAsks = new PartitionCounts(0, 0);
    Layout.Partitions made = Layout.partitions(directory, nobodyAsks, 2, 4);
    assertThat(made.counts()).isEqualTo(new PartitionCounts(4, 4));
    made.write();

    assertThat(Layout.partitions(directory, nobodyAsks, 16, 4).counts()).isEqualTo(made.counts());
    assertThatThrownBy(() -> Layout.partitions(directory, PartitionCounts.LARGE, 2, 4))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("written with orderPartitions=4, not 16");
  }

  @Test
  void dataOfATimeBeforeTheMachineDecidedHaveManyPartitions() throws IOException {
    StackSpec spec = StackSpec.builder(directory).servers(Set.of(Server.KAFKA)).build();
    Layout.require(new StackHome(directory), spec);

    assertThat(Layout.partitions(directory, new PartitionCounts(0, 0), 2, 4).counts())
        .isEqualTo(PartitionCounts.LARGE);
  }

  @Test
  void knowsWhatAnotherUserCannotReach() throws IOException {
    Path open = Files.createDirectories(directory.resolve("closed/open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(open.getParent(), PosixFilePermissions.fromString("rwx------"));
    assertThat(UnprivilegedUser.canReach(open.resolve("not/yet/there"))).isFalse();
    assertThat(UnprivilegedUser.canReach(Path.of("/usr/bin"))).isTrue();
  }

  @Test
  void findsAnUnprivilegedUser() {
    assertThat(
            UnprivilegedUser.of(
                List.of("root:x:0:0::/root:/bin/sh", "nobody:x:65534:65533:n:/:/bin/false")))
        .isEqualTo(new UnprivilegedUser(65_534, 65_533));
    assertThatThrownBy(() -> UnprivilegedUser.of(List.of("root:x:0:0::/root:/bin/sh")))
        .isInstanceOf(OperationException.class);
  }

  @Test
  void givesALockToOneAtATime() throws Exception {
    Path file = directory.resolve("lock");
    Optional<FileLocks.Held> first = FileLocks.tryAcquire(file);
    assertThat(FileLocks.tryAcquire(file)).isEmpty();
    first.orElseThrow().close();
    first.orElseThrow().close();
    try (FileLocks.Held again = FileLocks.tryAcquire(file).orElseThrow()) {
      assertThat(FileLocks.tryAcquire(file)).isEmpty();
    }
  }
}
