package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackageClosureTest {
  private static final List<String> DEPENDS =
      """
      redis-server
        Depends: redis-tools
      redis-tools
        Depends: adduser
        Depends: libc6
       |Depends: libjemalloc2
        Depends: <virtual>
          provider
      adduser
        Depends: passwd
      passwd
        Depends: libcrypt1
      libc6
        PreDepends: libgcc-s1
      libjemalloc2
      libgcc-s1
        Depends: libc6
      libcrypt1
      <virtual>
      provider
      """
          .lines()
          .toList();

  @Test
  void followsDependenciesButNotThroughUnneededPackages() {
    assertThat(PackageClosure.of("redis-server", DEPENDS))
        .containsExactly(
            "libc6", "libgcc-s1", "libjemalloc2", "provider", "redis-server", "redis-tools");
  }

  @Test
  void isEmptyForAPackageTheArchiveDoesNotHave() {
    assertThat(PackageClosure.of("mysql-server-core", DEPENDS)).isEmpty();
  }
}
