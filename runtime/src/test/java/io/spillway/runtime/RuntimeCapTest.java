package io.spillway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The runtime is the services' shared edge, not a place for whatever has no other. */
class RuntimeCapTest {
  private static final int MOST_CLASSES = 56;

  @Test
  void staysSmallAndInItsPackages() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.spillway.runtime");

    assertThat(
            classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count())
        .as("top-level classes of the runtime; what one service needs belongs into that service")
        .isLessThanOrEqualTo(MOST_CLASSES);
    assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
        .as("packages of the runtime; a new one needs a decision record")
        .isSubsetOf(
            "io.spillway.runtime.admin",
            "io.spillway.runtime.config",
            "io.spillway.runtime.failure",
            "io.spillway.runtime.health",
            "io.spillway.runtime.kafka",
            "io.spillway.runtime.lifecycle",
            "io.spillway.runtime.loop",
            "io.spillway.runtime.sql");
  }
}
